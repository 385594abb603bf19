//! An element whose words nobody sees, while it is open.
//!
//! A paragraph or an item may do without its end tag. Then the next one ends it, or the end of what holds it: nothing of
//! what follows is lost.

use super::element;

/// Elements that hold others of their kind.
const HOLDERS: [&str; 7] = ["ul", "ol", "menu", "dl", "table", "select", "ruby"];

/// The element, and what is open within it.
#[derive(Debug)]
pub(super) struct Skipped {
    name: String,
    /// Elements of its name that are open, itself included.
    same: u32,
    /// Elements within it that hold items or cells of their own.
    holders: u32,
}

impl Skipped {
    /// It begins.
    pub(super) fn new(name: String) -> Self {
        Self {
            name,
            same: 1,
            holders: 0,
        }
    }

    /// What it is called.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is called so.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name == name
    }

    /// Whether its end tag may be left out.
    fn may_stay_open(&self) -> bool {
        matches!(
            self.name.as_str(),
            "p" | "li" | "dt" | "dd" | "td" | "th" | "tr" | "tbody" | "thead" | "tfoot" | "option"
        )
    }

    /// Whether the start of an element called `name` says that it was over.
    pub(super) fn ends_before(&self, name: &str) -> bool {
        let next = match self.name.as_str() {
            "p" => element::is_block(name),
            "dt" | "dd" => matches!(name, "dt" | "dd"),
            "td" | "th" => matches!(name, "td" | "th" | "tr" | "tbody" | "thead" | "tfoot"),
            "tr" => matches!(name, "tr" | "tbody" | "thead" | "tfoot"),
            "tbody" | "thead" | "tfoot" => matches!(name, "tbody" | "thead" | "tfoot"),
            own => own == name,
        };
        self.may_stay_open() && self.holders == 0 && next
    }

    /// An element called `name` begins within it.
    pub(super) fn opens(&mut self, name: &str, self_closing: bool) {
        if !self_closing {
            self.same += u32::from(self.is(name));
            self.holders += u32::from(HOLDERS.contains(&name));
        }
    }

    /// An element called `name` ends; whether this one is over.
    pub(super) fn closes(&mut self, name: &str) -> bool {
        if self.is(name) {
            self.same = self.same.saturating_sub(1);
            return self.same == 0;
        }
        if HOLDERS.contains(&name) && self.holders > 0 {
            self.holders -= 1;
            return false;
        }
        let holds = match self.name.as_str() {
            "p" => element::is_block(name),
            "td" | "th" => matches!(name, "tr" | "tbody" | "thead" | "tfoot" | "table"),
            _ => HOLDERS.contains(&name) || matches!(name, "tbody" | "thead" | "tfoot"),
        };
        self.may_stay_open() && holds
    }
}
