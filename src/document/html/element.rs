//! What elements of HTML mean for prose.

/// An open element that matters.
#[derive(Debug)]
pub(super) struct Element {
    pub(super) name: String,
    pub(super) role: Role,
}

/// What an element makes of the words in it.
#[derive(Debug)]
pub(super) enum Role {
    Heading(u8),
    /// A list that is about to be opened.
    List,
    /// A list that is open, with the lead-in of what it stands in.
    OpenList(Option<u32>),
    /// An item; `begun` once a block of it was opened.
    Item {
        begun: bool,
    },
    Table,
    Row,
    Cell {
        header: bool,
    },
    Term,
    Caption,
    Quote,
    /// Navigation, page header, page footer.
    Boilerplate,
    /// The page's own content: a header in it is no page header.
    Main,
    /// A block and nothing more.
    Plain,
}

/// What a tag says beside its name.
#[derive(Debug)]
pub(super) struct About {
    pub(super) role: Option<String>,
    pub(super) class: Option<String>,
    /// Whether it stands in the page's own content.
    pub(super) in_main: bool,
}

/// What a block element is; `None` where it has no content.
pub(super) fn role(name: &str, about: &About) -> Option<Role> {
    let boilerplate = about.role.as_deref().is_some_and(|role| {
        matches!(
            role,
            "navigation"
                | "banner"
                | "contentinfo"
                | "search"
                | "menu"
                | "menubar"
                | "dialog"
                | "alertdialog"
        )
    }) || about.class.as_deref().is_some_and(|class| {
        class.split_ascii_whitespace().any(|class| {
            matches!(
                class,
                "breadcrumb"
                    | "breadcrumbs"
                    | "navbar"
                    | "nav"
                    | "skip-link"
                    | "site-header"
                    | "site-footer"
                    | "sidebar"
                    | "pagination"
            )
        })
    });
    if boilerplate {
        return Some(Role::Boilerplate);
    }
    Some(match name {
        "h1" => Role::Heading(1),
        "h2" => Role::Heading(2),
        "h3" => Role::Heading(3),
        "h4" => Role::Heading(4),
        "h5" => Role::Heading(5),
        "h6" => Role::Heading(6),
        "ul" | "ol" | "menu" => Role::List,
        "li" => Role::Item { begun: false },
        "table" => Role::Table,
        "tr" => Role::Row,
        "td" => Role::Cell { header: false },
        "th" => Role::Cell { header: true },
        "dt" => Role::Term,
        "figcaption" | "caption" | "legend" => Role::Caption,
        "blockquote" => Role::Quote,
        "nav" => Role::Boilerplate,
        "header" | "footer" if !about.in_main => Role::Boilerplate,
        "main" | "article" => Role::Main,
        "hr" | "p" => return None,
        _ => Role::Plain,
    })
}

/// Whether the element ends the block of words around it.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "body"
            | "caption"
            | "center"
            | "dd"
            | "details"
            | "dialog"
            | "div"
            | "dl"
            | "dt"
            | "fieldset"
            | "figcaption"
            | "figure"
            | "footer"
            | "form"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "head"
            | "header"
            | "hgroup"
            | "hr"
            | "html"
            | "legend"
            | "li"
            | "main"
            | "menu"
            | "nav"
            | "ol"
            | "p"
            | "section"
            | "summary"
            | "table"
            | "tbody"
            | "td"
            | "tfoot"
            | "th"
            | "thead"
            | "tr"
            | "ul"
    )
}

/// Whether what stands in the element is no prose.
pub(super) fn is_skipped(name: &str) -> bool {
    matches!(
        name,
        "script"
            | "style"
            | "template"
            | "noscript"
            | "svg"
            | "canvas"
            | "iframe"
            | "object"
            | "audio"
            | "video"
            | "select"
            | "datalist"
            | "textarea"
            | "button"
            | "pre"
            | "listing"
            | "xmp"
            | "rp"
            | "rt"
    )
}

/// Whether such an element also ends the block of words around it.
pub(super) fn is_skipped_block(name: &str) -> bool {
    matches!(
        name,
        "pre" | "listing" | "xmp" | "textarea" | "iframe" | "object" | "video" | "audio"
    )
}

/// Whether the element never has content or an end tag.
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Names of which the start of `name` closes the outermost that is open, though it has no end tag, and names beyond which
/// it closes nothing.
pub(super) fn implied_ends(
    name: &str,
) -> Option<(&'static [&'static str], &'static [&'static str])> {
    Some(match name {
        "li" => (&["li"], &["ul", "ol", "menu"]),
        "dt" | "dd" => (&["dt", "dd"], &["dl"]),
        "td" | "th" => (&["td", "th"], &["tr", "table"]),
        "tr" => (&["tr", "td", "th"], &["table"]),
        "tbody" | "thead" | "tfoot" => (&["tbody", "thead", "tfoot", "tr", "td", "th"], &["table"]),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => (
            &["h1", "h2", "h3", "h4", "h5", "h6"],
            &["table", "section", "article", "div"],
        ),
        _ => return None,
    })
}
