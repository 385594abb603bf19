//! `pretty`, drawn for a terminal, and `plain`, said in sentences for screen readers and logs.

use anstyle::{AnsiColor, Style};
use miette::{GraphicalReportHandler, GraphicalTheme, NarratableReportHandler};

use super::{Draw, diagnostic::Shown};
use crate::{engine::Reading, finding::Location};

/// How to draw for people. Decided once, by who knows the terminal.
#[derive(Clone, Debug)]
pub struct Look {
    /// Columns to fill.
    pub width: usize,
    /// Whether to use colour.
    pub color: bool,
    /// Said in sentences, without drawing.
    pub plain: bool,
    /// Every rewrite, not the best two.
    pub all_fixes: bool,
}

impl Default for Look {
    fn default() -> Self {
        Self {
            width: 80,
            color: false,
            plain: false,
            all_fixes: false,
        }
    }
}

impl Look {
    /// The style `style` where there is colour.
    fn with(&self, style: Style) -> Style {
        if self.color { style } else { Style::new() }
    }

    pub(super) fn strong(&self) -> Style {
        self.with(Style::new().bold())
    }

    pub(super) fn removed(&self) -> Style {
        self.with(AnsiColor::Red.on_default().strikethrough())
    }

    pub(super) fn added(&self) -> Style {
        self.with(AnsiColor::Green.on_default())
    }

    /// `miette`'s handler for drawings of this look.
    pub fn graphical(&self) -> GraphicalReportHandler {
        let theme = if self.color {
            GraphicalTheme::unicode()
        } else {
            GraphicalTheme::unicode_nocolor()
        };
        let theme = GraphicalTheme {
            styles: if self.color {
                miette::ThemeStyles::ansi()
            } else {
                theme.styles
            },
            characters: theme.characters,
        };
        GraphicalReportHandler::new_themed(theme)
            .with_width(self.width)
            .with_links(false)
            .with_context_lines(1)
            .with_break_words(false)
            .without_syntax_highlighting()
    }

    /// `diagnostic` drawn, or said, with an empty line after it.
    pub fn draw(&self, diagnostic: &dyn miette::Diagnostic) -> String {
        let mut out = String::new();
        let drawn = if self.plain {
            NarratableReportHandler::new()
                .with_context_lines(1)
                .render_report(&mut out, diagnostic)
        } else {
            self.graphical().render_report(&mut out, diagnostic)
        };
        drawn.expect("writing to a string does not fail");
        out
    }
}

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

/// A bare place in the words of `short`, for messages of the command line.
impl Look {
    /// The snippet of `location` with `label` under its words, after the headline `message`.
    pub fn show(&self, location: &Location, message: &str) -> String {
        self.draw(&Shown::related(location, message, self))
    }
}
