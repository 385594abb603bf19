//! What a line of AsciiDoc is by itself.

use crate::document::plain::line::{Style, lines};

/// Whether `line` opens or closes a delimited block.
pub(super) fn fence(line: &str) -> bool {
    let sign = line.chars().next().unwrap_or_default();
    line == "--"
        || line.starts_with("```")
        || line.len() >= 4 && "-.+=*_".contains(sign) && line.chars().all(|c| c == sign)
}

/// `Term:: its meaning`: the length of the term, and where its meaning starts.
pub(super) fn term(line: &str) -> Option<(usize, usize)> {
    let mark = line.find("::").filter(|mark| *mark > 0)?;
    let after = line.get(mark..)?.trim_start_matches(':');
    let apart = after.is_empty() || after.starts_with(' ');
    apart.then(|| (mark, line.len() - after.trim_start().len()))
}

/// `:name: value`.
pub(super) fn attribute(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.strip_prefix(':')?.split_once(':')?;
    let plain = !name.is_empty()
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '!'));
    (plain && (value.is_empty() || value.starts_with(' '))).then(|| (name, value.trim()))
}

/// `name::target[words]` alone on its line: the length up to its words.
pub(super) fn block_macro(line: &str) -> Option<usize> {
    let (name, rest) = line.split_once("::")?;
    let known = [
        "image", "video", "audio", "include", "toc", "ifdef", "ifndef", "ifeval", "endif",
    ];
    let open = rest.find('[')?;
    (known.contains(&name) && line.ends_with(']')).then(|| name.len() + 2 + open + 1)
}

/// The list that the item at the start of `line` is of, and the length of its marks.
pub(super) fn item(line: &str) -> Option<(String, usize)> {
    let (mark, rest) = line.split_once(' ')?;
    let skip = line.len() - rest.trim_start().len();
    let sign = mark.chars().next()?;
    let repeated =
        matches!(sign, '*' | '.' | '-') && mark.len() <= 6 && mark.chars().all(|c| c == sign);
    let key = if repeated && (sign != '-' || mark.len() == 1) {
        mark.to_owned()
    } else if mark.starts_with('<') && mark.ends_with('>') && mark.len() < 6 {
        "<>".to_owned()
    } else {
        let found = lines(line, 0).into_iter().next()?.marker?;
        match found.style {
            Style::Stop(count) if mark.ends_with('.') => format!("{count:?}"),
            Style::Stop(_) | Style::Sign(_) | Style::Bracketed(_) => return None,
        }
    };
    let words = rest.trim_start();
    let checked = ["[ ] ", "[x] ", "[*] "]
        .iter()
        .find(|boxed| words.starts_with(**boxed));
    Some((key, skip + checked.map_or(0, |boxed| boxed.len())))
}
