//! `rules score`: labelled text in, figures out, and every line that is no label named.

use crate::support::equilint;

/// Two faults, one of which the rule finds; an innocent passage that it flags; words of law; a document in a file.
const LABELS: &str = r#"{"id":"found","text":"The panda decides.","marks":[{"family":"demand","span":"panda"}]}
{"id":"missed","text":"The badger decides.","marks":[{"family":"demand","span":"badger decides"}]}

{"id":"innocent","text":"A panda sleeps in the hall."}
{"id":"arguable","text":"The panda reads.","marks":[{"family":"demand","span":"panda","sure":"arguable"}]}
{"id":"manual","file":"manual.md","marks":[{"family":"demand","span":"**panda** may"}]}
"#;

const RULE: &str = r#"[[phrase]]
id = "demand/panda"
message = "This sentence has a panda"
why = "For a test."
find = ["panda"]
bad = [{ text = "The panda decides.", flags = "panda" }, { text = "A panda rules.", flags = "panda" }]
good = ["The board decides.", "Nobody rules."]
"#;

fn score(labels: &str, args: &[&str]) -> crate::support::Equilint {
    equilint()
        .file("labels.jsonl", labels)
        .file("rule.toml", RULE)
        .file(
            "manual.md",
            "# Rules\n\nNobody but the **panda** may decide.\n",
        )
        .args([
            "rules",
            "score",
            "labels.jsonl",
            "--no-config",
            "--rules",
            "rule.toml",
        ])
        .args(args.iter().copied())
}

/// The innocent passage is one false alarm, the arguable one is not counted, the document's mark is found through markup.
#[test]
fn figures_are_those_of_the_labels() {
    let said = score(LABELS, &["--format", "json"]).exit(0).run();
    let json = said.json();
    assert_eq!(json["schema"], "equilint-score/1");
    let demand = &json["wanted"]["families"]["demand"];
    for (key, count) in [
        ("marks", 3),
        ("hit", 2),
        ("findings", 3),
        ("right", 2),
        ("excused", 1),
    ] {
        assert_eq!(demand[key], count, "{key}: {json}");
    }
    assert_eq!(json["misses"][0]["id"], "missed");
    assert_eq!(json["false_alarms"][0]["id"], "innocent");
    assert_eq!(json["clean_passages"], 2);
    let text = score(LABELS, &[]).exit(0).run().stdout;
    for part in [
        "warning and above",
        "by confidence",
        "by severity",
        "missed demand: “badger decides”",
        "no rule reaches it",
        "innocent demand/panda, warning",
    ] {
        assert!(text.contains(part), "{part}:\n{text}");
    }
}

/// The labelled sample of the repository (`fixtures/labelled.jsonl`), on which nothing was trained or tuned: what the
/// README says of it. A rule that is made better may fall short of the figures of that day, and not by much.
#[test]
fn the_sample_of_the_repository_is_scored() {
    let args = ["rules", "score", "fixtures/labelled.jsonl", "--no-config"];
    let said = equilint()
        .args(args)
        .args(["--format", "json"])
        .exit(0)
        .run();
    let json = said.json();
    assert_eq!(json["passages"], 50);
    assert_eq!(json["clean_passages"], 20);
    let families = json["every_severity"]["families"].as_object().unwrap();
    let sum = |key: &str| -> u64 {
        families
            .values()
            .map(|one| one[key].as_u64().unwrap())
            .sum()
    };
    assert_eq!(sum("marks"), 31);
    let (hit, findings, right) = (sum("hit"), sum("findings"), sum("right"));
    assert!(hit >= 25, "{hit} of 31 faults are found");
    assert!(right * 5 >= findings * 4, "{right} of {findings} are right");
}

/// A score compared with an older, better one fails, and names what was lost.
#[test]
fn a_comparison_says_what_got_worse() {
    let old = score(LABELS, &["--format", "json"]).exit(0).run().stdout;
    let same = score(LABELS, &["--compare", "old.json"])
        .file("old.json", &old)
        .exit(0)
        .run();
    assert!(same.stdout.contains("missed now (0)"), "{}", same.stdout);
    let worse = score(LABELS, &["--compare", "old.json", "--rules", "off.toml"])
        .file("old.json", &old)
        .file(
            "off.toml",
            RULE.replace("demand/panda", "demand/other")
                .replace("panda", "koala"),
        )
        .file(
            "rule.toml",
            RULE.replace("[\"panda\"]", "[\"lemur\"]")
                .replace("panda", "lemur"),
        )
        .exit(1)
        .run();
    assert!(worse.stdout.contains("missed now (2)"), "{}", worse.stdout);
    assert!(
        worse.stdout.contains("false alarms gone (1)"),
        "{}",
        worse.stdout
    );
}

/// Everything that is wrong with labels is said at once, with its line and what to do.
#[test]
fn wrong_labels_are_named_with_what_to_do() {
    let labels = concat!(
        "{\"id\":\"a\",\"text\":\"One.\",\"marks\":[{\"family\":\"demnad\",\"span\":\"One\"}]}\n",
        "no json\n",
        "{\"id\":\"b\"}\n"
    );
    let said = score(labels, &[]).exit(2).run().stderr;
    for part in ["line 2", "line 3", "either `text` or `file`"] {
        assert!(said.contains(part), "{part}:\n{said}");
    }
    for (labels, parts) in [
        (
            "{\"id\":\"a\",\"text\":\"One.\",\"marks\":[{\"family\":\"demnad\",\"span\":\"One\"}]}\n",
            ["demnad", "did you mean `demand`?"],
        ),
        (
            "{\"id\":\"a\",\"text\":\"One.\",\"marks\":[{\"family\":\"demand\",\"span\":\"two\"}]}\n",
            ["“two” is not in its text", "copy the words"],
        ),
        (
            "{\"id\":\"a\",\"text\":\"One.\"}\n{\"id\":\"a\",\"text\":\"Two.\"}\n",
            ["two lines have the id `a`", "an id of its own"],
        ),
        (
            "{\"id\":\"a\",\"file\":\"nowhere.md\"}\n",
            ["a of labels.jsonl was not read", "nowhere.md"],
        ),
        ("\n", ["has no labels", "one JSON object a line"]),
    ] {
        let said = score(labels, &[]).exit(2).run().stderr;
        let folded = said.split_whitespace().collect::<Vec<_>>().join(" ");
        for part in parts {
            assert!(folded.contains(part), "{part}:\n{said}");
        }
    }
    let said = score(LABELS, &["--compare", "rule.toml"]).exit(2).run();
    assert!(said.stderr.contains("is no score"), "{}", said.stderr);
}

/// A committee trains a model on its own labels and names it in its rules; one that is not there is an error.
#[test]
fn rules_may_name_a_model_of_their_own() {
    let mut labels = String::new();
    for (at, place) in [
        "desk", "hall", "shop", "yard", "room", "shed", "barn", "park",
    ]
    .iter()
    .enumerate()
    {
        labels.push_str(&format!(
            "{{\"id\":\"f{at}\",\"text\":\"Every panda waits at the {place}.\",\"marks\":[{{\"family\":\"demand\",\"span\":\"Every panda waits\"}}]}}\n\
             {{\"id\":\"g{at}\",\"text\":\"A panda sleeps in the {place}.\"}}\n\
             {{\"id\":\"h{at}\",\"text\":\"Every clerk waits at the {place}.\"}}\n"
        ));
    }
    let rule = r#"[[learned]]
id = "demand/ours"
message = "This sentence is like those that we marked"
why = "For a test."
model = "own.bin"
weigh = { hide = 0.0, doubt = 0.1, sure = 0.9, raise = 0.5 }
find = ["panda"]
"#;
    let trained = equilint()
        .file("labels.jsonl", &labels)
        .args([
            "rules",
            "train",
            "labels.jsonl",
            "--no-config",
            "-o",
            "own.bin",
        ])
        .exit(0)
        .run();
    let model = std::fs::read(trained.folder().join("own.bin")).unwrap();
    let check = |rule: &str| {
        equilint()
            .file("own.bin", &model)
            .file("ours.toml", rule)
            .file(
                "a.md",
                "Every panda waits at the gate.\n\nA panda sleeps in the gate.\n",
            )
            .args([
                "a.md",
                "--no-config",
                "--rules",
                "ours.toml",
                "--format",
                "short",
            ])
    };
    let said = check(rule).exit(1).run().stdout;
    let ours: Vec<&str> = said
        .lines()
        .filter(|line| line.contains("demand/ours"))
        .collect();
    assert!(ours.len() == 1 && ours[0].starts_with("a.md:1:"), "{said}");
    let missing = check(&rule.replace("own.bin", "none.bin"))
        .exit(2)
        .run()
        .stderr;
    assert!(
        missing.contains("none.bin cannot be used") && missing.contains("rules train"),
        "{missing}"
    );
    let wrong = check(&rule.replace("own.bin", "a.md")).exit(2).run().stderr;
    assert!(wrong.contains("a.md cannot be used"), "{wrong}");
    let phrase = rule.replace("[[learned]]", "[[phrase]]");
    let phrase = check(&phrase).exit(2).run().stderr;
    assert!(
        phrase.contains("only a `[[learned]]` rule names a model"),
        "{phrase}"
    );
}
