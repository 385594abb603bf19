//! One line a document and commitment. A cell that a spreadsheet would take for a formula begins with an apostrophe.

use super::json::{CellJson, data};
use crate::{engine::Audit, output::clean_text};

/// The columns.
const HEAD: [&str; 12] = [
    "document",
    "title",
    "kinds",
    "commitment",
    "state",
    "need",
    "has",
    "lacks",
    "quote",
    "heading",
    "line",
    "page",
];

/// The audit as CSV (RFC 4180, lines end in CRLF).
pub fn csv(audit: &Audit) -> String {
    let data = data(audit);
    let mut out = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    let mut push = |row: [String; 12]| {
        let safe = row.iter().map(|cell| safe(cell));
        out.write_record(safe).expect("memory takes every row");
    };
    push(HEAD.map(str::to_owned));
    let empty = CellJson::default();
    for document in &data.documents {
        if document.status != "read" {
            continue;
        }
        for (name, state) in &document.commitments {
            let cell = document.cells.get(name).unwrap_or(&empty);
            let evidence = cell.evidence.first();
            let number = |number: Option<u32>| number.map(|n| n.to_string()).unwrap_or_default();
            push([
                document.path.clone(),
                document.title.clone().unwrap_or_default(),
                document.kinds.join(" "),
                name.clone(),
                state.clone(),
                cell.need.clone(),
                cell.has.join("; "),
                cell.lacks.join("; "),
                evidence
                    .map(|one| one.words.quote.clone())
                    .unwrap_or_default(),
                evidence
                    .map(|one| one.words.heading.join(" > "))
                    .unwrap_or_default(),
                number(evidence.and_then(|one| one.words.line)),
                number(evidence.and_then(|one| one.words.page)),
            ]);
        }
    }
    let bytes = out.into_inner().expect("memory takes every row");
    String::from_utf8(bytes).expect("made of strings")
}

/// `cell` as text, whatever a spreadsheet makes of its first letter.
fn safe(cell: &str) -> String {
    let cell = clean_text(cell);
    let first = cell.trim_start_matches(['\u{feff}', ' ']).chars().next();
    if matches!(
        first,
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠')
    ) {
        return format!("'{cell}");
    }
    cell.into_owned()
}

#[cfg(test)]
mod tests {
    use super::safe;

    #[test]
    fn a_formula_stays_text() {
        assert_eq!(safe("=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
        assert_eq!(safe(" @SUM(A1)"), "' @SUM(A1)");
        assert_eq!(safe("+1"), "'+1");
        assert_eq!(safe("plain - words"), "plain - words");
    }
}
