//! `pretty`, drawn for a terminal, and `plain`, said in sentences for screen readers and logs.

use miette::{GraphicalReportHandler, NarratableReportHandler};

use super::{Draw, Look, diagnostic::Shown};
use crate::{engine::Reading, finding::Location};

/// The formats `pretty` and `plain`.
#[derive(Debug)]
pub struct Human {
    look: Look,
    graphical: GraphicalReportHandler,
    /// The same for documents without lines, whose place is said in words.
    placed: GraphicalReportHandler,
    narratable: NarratableReportHandler,
}

impl Human {
    /// Drawn as `look` says.
    pub fn new(look: Look) -> Self {
        Self {
            graphical: look.graphical(),
            placed: look.graphical().without_primary_span_start(),
            narratable: NarratableReportHandler::new().with_context_lines(1),
            look,
        }
    }

    fn draw(&self, shown: &Shown, out: &mut String) {
        let drawn = if self.look.plain {
            self.narratable.render_report(out, shown)
        } else if shown.placed {
            self.placed.render_report(out, shown)
        } else {
            self.graphical.render_report(out, shown)
        };
        drawn.expect("writing to a string does not fail");
    }
}

impl Draw for Human {
    fn piece(&self, reading: &Reading, out: &mut Vec<u8>) {
        let mut text = String::new();
        for finding in &reading.findings {
            self.draw(&Shown::finding(finding, &self.look), &mut text);
            for (location, says) in &finding.related {
                self.draw(&Shown::related(location, says, &self.look), &mut text);
            }
            text.push('\n');
        }
        out.extend_from_slice(text.as_bytes());
    }
}

impl Look {
    /// The snippet of `location` with `label` under its words, after the headline `message`.
    pub fn show(&self, location: &Location, message: &str) -> String {
        self.draw(&Shown::related(location, message, self))
    }
}
