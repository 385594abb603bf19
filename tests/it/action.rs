//! The step of `action.yml`: what a branch or a file is called is data.

use crate::support::equilint;

/// A sentence that is flagged, whose rewrites want a review.
const NEUTRAL: &str = "The library remains neutral on controversial issues.";

#[cfg(unix)]
#[test]
fn the_shell_of_the_github_action_passes_paths_as_data() {
    let said = equilint()
        .file("a b; touch x.md", format!("# Rooms\n\n{NEUTRAL}\n"))
        .file(
            "$(touch y).md",
            "# Rooms\n\nThe rooms have step-free access.\n",
        )
        .args(["--version"])
        .run();
    let script = crate::support::root().join(".ci/action.sh");
    let output = std::process::Command::new("bash")
        .arg(script)
        .current_dir(said.folder())
        .env("EQUILINT", env!("CARGO_BIN_EXE_equilint"))
        .env("PATHS", "a b; touch x.md\n$(touch y).md\n")
        .env("FAIL_ON", "warning")
        .env("MIN_CONFIDENCE", "medium")
        .env("SARIF", "out.sarif")
        .env_remove("GITHUB_STEP_SUMMARY")
        .output()
        .unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{stdout}");
    assert!(
        stdout.starts_with("::warning file=a b; touch x.md,line=3,"),
        "{stdout}"
    );
    let sarif: serde_json::Value = serde_json::from_str(&said.text_of("out.sarif")).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 1, "{results:?}");
    let place = &results[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "a%20b%3B%20touch%20x.md");
    let names: Vec<_> = std::fs::read_dir(said.folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert_eq!(names.len(), 3, "{names:?}");
}
