//! How people are shown things: width, colour, drawn or said.

use anstyle::{AnsiColor, Style};
use miette::{GraphicalReportHandler, GraphicalTheme, NarratableReportHandler};

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
