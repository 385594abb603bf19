//! A finding as SARIF has it. Structs, so that thousands of findings are written without building each as a tree.

use serde::Serialize;

use crate::{
    engine::Hidden,
    finding::{Finding, Location, Place},
    output::{escape, wording},
};

#[derive(Serialize)]
pub(super) struct Text<T> {
    pub(super) text: T,
}

/// `result` of the schema.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SarifResult<'a> {
    rule_id: &'a str,
    level: &'static str,
    message: Text<String>,
    partial_fingerprints: Fingerprints<'a>,
    properties: Properties,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    locations: Vec<Placed<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Placed<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<SarifFix<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressions: Option<[Suppression; 1]>,
}

#[derive(Serialize)]
struct Fingerprints<'a> {
    #[serde(rename = "equilint/1")]
    own: &'a str,
}

#[derive(Serialize)]
struct Properties {
    confidence: &'static str,
    family: &'static str,
}

#[derive(Serialize)]
struct Suppression {
    kind: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Placed<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: Physical<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logical_locations: Option<[Logical; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Text<String>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical<'a> {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region<'a>>,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical {
    fully_qualified_name: String,
}

/// Lines and columns from 1, in characters; the end is just past.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region<'a> {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    snippet: Option<Text<&'a str>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SarifFix<'a> {
    description: Text<String>,
    artifact_changes: [Change<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Change<'a> {
    artifact_location: Artifact,
    replacements: Vec<Replacement<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Replacement<'a> {
    deleted_region: Region<'a>,
    inserted_content: Text<&'a str>,
}

impl<'a> SarifResult<'a> {
    /// `finding`, hidden for the reason `hidden` if it is.
    pub(super) fn new(finding: &'a Finding, hidden: Option<Hidden>) -> Self {
        let text = matches!(finding.place, Place::Text(_));
        let mut locations = Vec::new();
        if finding.place != Place::Manual {
            locations.push(Placed::new(&finding.location, text));
        }
        let related = |(index, (at, says)): (usize, &'a (Location, String))| Placed {
            id: Some(index),
            message: Some(Text { text: says.clone() }),
            ..Placed::new(at, true)
        };
        let kind = |reason: Hidden| match reason {
            Hidden::Suppressed => "inSource",
            Hidden::Baseline | Hidden::BelowThreshold | Hidden::Unchanged => "external",
        };
        let message = wording::capital(&finding.message);
        Self {
            rule_id: &finding.rule,
            level: finding.severity.name(),
            message: Text {
                text: format!("{message}. {}", finding.why),
            },
            partial_fingerprints: Fingerprints {
                own: &finding.fingerprint,
            },
            properties: Properties {
                confidence: finding.confidence.name(),
                family: finding.family.name(),
            },
            locations,
            related_locations: finding.related.iter().enumerate().map(related).collect(),
            fixes: fixes(finding),
            suppressions: hidden.map(|reason| [Suppression { kind: kind(reason) }]),
        }
    }
}

/// The rewrites of `finding` that change bytes of its file.
fn fixes(finding: &Finding) -> Vec<SarifFix<'_>> {
    let written = finding.fixes.iter().filter(|fix| !fix.edits.is_empty());
    let one = written.map(|fix| {
        let replaced = fix.edits.iter().zip(&fix.places);
        let how = wording::applicability(fix.applicability);
        SarifFix {
            description: Text {
                text: format!("{} ({how})", fix.title),
            },
            artifact_changes: [Change {
                artifact_location: Artifact::new(&finding.location),
                replacements: replaced
                    .map(|(edit, [start, end])| Replacement {
                        deleted_region: Region::new(*start, *end),
                        inserted_content: Text { text: &edit.with },
                    })
                    .collect(),
            }],
        }
    });
    one.collect()
}

impl Artifact {
    fn new(at: &Location) -> Self {
        Self {
            uri: escape::uri(&at.path),
        }
    }
}

impl Region<'_> {
    fn new(start: (u32, u32), end: (u32, u32)) -> Self {
        Self {
            start_line: start.0,
            start_column: start.1,
            end_line: end.0,
            end_column: end.1,
            snippet: None,
        }
    }
}

impl<'a> Placed<'a> {
    /// Where, with the words; the document alone where what is meant is an absence (`text` is false).
    fn new(at: &'a Location, text: bool) -> Self {
        let region = match (at.line, at.column, at.end) {
            (Some(line), Some(column), Some(end)) if text => Some(Region {
                snippet: Some(Text { text: &*at.words }),
                ..Region::new((line, column), end)
            }),
            _ => None,
        };
        let place = wording::place(at);
        Self {
            id: None,
            physical_location: Physical {
                artifact_location: Artifact::new(at),
                region,
            },
            logical_locations: (text && !at.heading.is_empty()).then(|| {
                [Logical {
                    fully_qualified_name: at.heading.join(" / "),
                }]
            }),
            message: (text && !place.is_empty()).then_some(Text { text: place }),
        }
    }
}
