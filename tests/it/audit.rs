//! `audit`: what documents are taken for, how the table is laid out, and manuals that are hardly any.

use crate::support::{Equilint, equilint};

const ROOMS: &str = "# Policy seven\n\nStaff must offer each group the same hours. The rooms have step-free access and a hearing loop.\n";

fn report(run: Equilint) -> serde_json::Value {
    run.args(["audit", "manual", "--format", "json"])
        .exit(0)
        .run()
        .json()
}

#[test]
fn kinds_come_from_the_configuration_then_from_front_matter_and_the_report_says_why() {
    let config = "[[override]]\nfiles = [\"manual/seven.md\"]\npolicy-type = [\"meeting-room\", \"Displays\"]\n";
    let run = || equilint().file("manual/seven.md", ROOMS);
    let front = ROOMS.replacen("# ", "---\npolicy-type: Hiring\n---\n\n# ", 1);
    let document = &report(run())["documents"][0];
    assert_eq!(document["kinds"], serde_json::json!([]), "{document}");
    let said = report(run().file("equilint.toml", config));
    assert_eq!(
        said["documents"][0]["kinds"],
        serde_json::json!(["meeting-room", "display"])
    );
    let said = report(run().file("manual/seven.md", &front));
    assert_eq!(said["documents"][0]["kinds"], serde_json::json!(["hiring"]));
    let both = run()
        .file("manual/seven.md", &front)
        .file("equilint.toml", config);
    assert_eq!(report(both)["documents"][0]["kinds"][0], "meeting-room");
    for format in ["table", "markdown", "html"] {
        let said = run()
            .file("equilint.toml", config)
            .args(["audit", "manual", "--format", format])
            .exit(0)
            .run();
        let flat = said.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(flat.contains("the configuration says so"), "{flat}");
    }
}

#[test]
fn an_unknown_kind_in_the_configuration_is_underlined() {
    let said = equilint()
        .file("manual/seven.md", ROOMS)
        .file(
            "equilint.toml",
            "[[override]]\nfiles = \"*\"\npolicy-type = \"meting-room\"\n",
        )
        .args(["audit", "manual"])
        .exit(2)
        .run();
    assert!(
        said.stderr
            .contains("no kind of policy is called `meting-room`"),
        "{}",
        said.stderr
    );
    assert!(
        said.stderr.contains("did you mean `meeting-room`?"),
        "{}",
        said.stderr
    );
}

#[test]
fn the_table_fits_the_width_and_folds_many_documents() {
    let lines = |count: usize, width: &str| {
        let mut run = equilint().env("COLUMNS", width);
        for number in 0..count {
            run = run.file(&format!("manual/{number:02}-rooms.md"), ROOMS);
        }
        let said = run.args(["audit", "manual"]).exit(0).run();
        let widest = width.parse::<usize>().unwrap();
        for line in said.stdout.lines() {
            assert!(line.chars().count() <= widest, "{width}: {line}");
        }
        said.stdout
    };
    for width in ["50", "80", "120"] {
        assert!(lines(3, width).contains("manual/02-rooms.md"));
        let many = lines(41, width);
        assert!(many.contains("By kind of policy"), "{many}");
        assert!(!many.contains("\nmanual/02-rooms.md"), "{many}");
        assert!(many.lines().count() < 80, "{many}");
    }
}

#[test]
fn a_manual_that_is_hardly_one() {
    let empty = equilint()
        .file("manual/photo.jpg", [0xff, 0xd8])
        .args(["audit", "manual"])
        .exit(2)
        .run();
    assert!(
        empty.stderr.contains("no documents found"),
        "{}",
        empty.stderr
    );
    assert_eq!(empty.stdout, "");
    // A file without a word, one file only, no heading.
    for text in ["", "\n\n", ROOMS, "Staff must greet everyone."] {
        for format in ["table", "json", "csv", "markdown", "html"] {
            equilint()
                .file("one.md", text)
                .args(["audit", "one.md", "--format", format])
                .exit(0)
                .run();
        }
    }
    // Two files of one title stay two.
    let twins = report(
        equilint()
            .file("manual/a.md", ROOMS)
            .file("manual/b.md", ROOMS),
    );
    assert_eq!(twins["documents"].as_array().unwrap().len(), 2);
    let minutes = "# Board minutes\n\nPresent: five trustees. The minutes of the last meeting were approved. The motion carried. Meeting adjourned at nine.\n";
    for format in ["table", "markdown", "html"] {
        let said = equilint()
            .file("manual/minutes-1.md", minutes)
            .file("manual/minutes-2.md", minutes)
            .args(["audit", "manual", "--format", format])
            .exit(0)
            .run();
        let flat = said.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(
            flat.contains("nothing was asked of them"),
            "{format}: {flat}"
        );
    }
}

#[test]
fn headings_in_bold_count_as_headings() {
    let text = |heading: &str| {
        format!(
            "{heading}\n\nAll panels are trained each year, and every posting shall state the salary range.\n"
        )
    };
    let states = |text: String| {
        report(equilint().file("manual/staff.md", text))["documents"][0]["commitments"].clone()
    };
    assert_eq!(states(text("**Hiring**")), states(text("# Hiring")));
    assert_eq!(states(text("# Hiring"))["equitable-hiring"], "met");
}

#[test]
fn a_document_of_35000_words_is_audited() {
    let mut text = String::from("# Handbook\n");
    for number in 0..250 {
        text.push_str(&format!("\n## Section {number}\n\n"));
        for _ in 0..10 {
            text.push_str("The committee meets in the long room and keeps a record of what it was told there. ");
        }
    }
    text.push_str(
        "\n\n## Review\n\nThe Director shall review this policy every two years, by March.\n",
    );
    let report = report(equilint().file("manual/handbook.md", &text));
    let document = &report["documents"][0];
    assert!(
        document["words"].as_u64().unwrap() >= 35_000,
        "{}",
        document["words"]
    );
    assert_eq!(document["commitments"]["review-cycle"], "met");
}

#[test]
fn an_output_that_cannot_be_written_is_an_error_and_leaves_nothing_behind() {
    for command in [
        ["audit", "manual", "-o", "nowhere/audit.html"].as_slice(),
        &["audit", "manual", "-o", "manual"],
        &["compare", "manual", "manual", "-o", "nowhere/c.md"],
    ] {
        let said = equilint()
            .file("manual/rooms.md", ROOMS)
            .args(command.iter().copied())
            .exit(2)
            .run();
        assert!(said.stderr.contains("cannot be written"), "{}", said.stderr);
        assert_eq!(said.stdout, "");
        let left: Vec<_> = std::fs::read_dir(said.folder()).unwrap().collect();
        assert_eq!(left.len(), 1, "{left:?}");
    }
}

/// Two deadlines for one duty: what no document says alone is in every format of the audit.
#[test]
fn what_the_documents_say_together_is_in_the_audit() {
    let run = |format: &str| {
        let answers = |term: &str| {
            format!(
                "The director answers requests for reconsideration in writing within {term}.\n\n{}",
                "Staff keep the form at the desk and show readers where it is. ".repeat(10)
            )
        };
        equilint()
            .file(
                "manual/selection.md",
                format!("# Selection policy\n\n{}", answers("14 days")),
            )
            .file(
                "manual/challenges.md",
                format!("# Reconsideration policy\n\n{}", answers("30 days")),
            )
            .file(
                "manual/rooms.md",
                format!(
                    "# Meeting room policy\n\n{}",
                    "Rooms seat forty people. ".repeat(30)
                ),
            )
            .args(["audit", "manual", "--format", format])
            .run()
    };
    let json = run("json").json();
    let findings = json["manual"]["findings"].as_array().unwrap();
    let two = findings
        .iter()
        .find(|one| one["rule"] == "structure/two-deadlines")
        .unwrap_or_else(|| panic!("{findings:?}"));
    assert_eq!(two["related"].as_array().unwrap().len(), 2, "{two}");
    assert_eq!(two["related"][0]["path"], "manual/challenges.md");
    for format in ["html", "markdown", "table"] {
        let said = run(format).stdout;
        assert!(said.contains("Across the documents"), "{format}: {said}");
        assert!(
            said.contains("the same duty has two deadlines")
                || said.contains("The same duty has two deadlines"),
            "{format}: {said}"
        );
    }
}

/// Words that look like English ones show no commitment of a text in another language, which is named.
#[test]
fn a_text_in_another_language_is_named_and_not_judged() {
    let report = report(
        equilint()
            .file("manual/fr.md", "# Politique d'acquisition\n\nLa bibliothèque doit acquérir chaque année des collections de livres sur la culture Roma et sur la diversité de la ville. Les bibliothécaires choisissent les livres selon les besoins des lecteurs et les critiques dans la presse. Les dons sont acceptés si les livres sont en bon état.\n")
            .file("manual/sv.md", "# Samlingspolicy\n\nBiblioteket köper böcker som speglar mångfalden bland kommunens invånare. Bibliotekarierna väljer böcker efter recensioner och efter låntagarnas önskemål. Policyn ses över vart tredje år av nämnden och synpunkter från låntagarna tas emot.\n")
    );
    for (document, language) in [(0, "French"), (1, "Swedish")] {
        let document = &report["documents"][document];
        let why = document["exempt"].as_str().unwrap();
        assert!(why.contains(language), "{document}");
        let states = document["commitments"].as_object().unwrap();
        assert!(states.values().all(|state| state == "absent"), "{document}");
    }
}
