//! Front matter: the properties that Markdown for sites begins with, YAML between `---` or TOML between `+++`.
//!
//! pulldown-cmark would take such a block anywhere in a file, prose between two rules included; here it is only the start.

/// Front matter of a text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct FrontMatter {
    /// Bytes of the text that it takes, its fences included; 0 where there is none.
    pub(super) len: usize,
    /// Names and values as written, in order. A list is one entry a value; a nested name is `outer.inner`.
    pub(super) properties: Vec<(String, String)>,
}

/// The front matter that `text` begins with.
pub(super) fn front_matter(text: &str) -> FrontMatter {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    let fence = first.trim_end();
    if fence != "---" && fence != "+++" {
        return FrontMatter::default();
    }
    let start = first.len();
    let mut at = start;
    let end = lines.find_map(|line| {
        let here = at;
        at += line.len();
        let closes = line.trim_end() == fence || (fence == "---" && line.trim_end() == "...");
        closes.then_some(here)
    });
    let Some(body) = end.and_then(|end| text.get(start..end)) else {
        return FrontMatter::default();
    };
    let properties = if fence == "+++" {
        toml_properties(body)
    } else {
        yaml_properties(body)
    };
    // Two rules with prose between them are no front matter.
    match properties {
        Some(properties) => FrontMatter {
            len: at,
            properties,
        },
        None => FrontMatter::default(),
    }
}

/// Properties of TOML; `None` where it is none.
fn toml_properties(body: &str) -> Option<Vec<(String, String)>> {
    let table: toml::Table = toml::from_str(body).ok()?;
    let mut found = Vec::new();
    for (name, value) in table {
        toml_value(&name, &value, &mut found);
    }
    Some(found)
}

fn toml_value(name: &str, value: &toml::Value, found: &mut Vec<(String, String)>) {
    match value {
        toml::Value::String(text) => found.push((name.to_owned(), text.clone())),
        toml::Value::Array(values) => {
            for value in values {
                toml_value(name, value, found);
            }
        }
        toml::Value::Table(table) => {
            for (inner, value) in table {
                toml_value(&format!("{name}.{inner}"), value, found);
            }
        }
        toml::Value::Integer(_)
        | toml::Value::Float(_)
        | toml::Value::Boolean(_)
        | toml::Value::Datetime(_) => found.push((name.to_owned(), value.to_string())),
    }
}

/// Properties of the simple YAML that front matter is written in; `None` where a line is none.
fn yaml_properties(body: &str) -> Option<Vec<(String, String)>> {
    let mut found: Vec<(String, String)> = Vec::new();
    // The key whose value goes on in indented lines, and whether those are running text.
    let mut open: Option<(String, bool)> = None;
    for line in body.lines() {
        let text = line.trim();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let inner = line.starts_with([' ', '\t']) || text.starts_with("- ") || text == "-";
        if inner {
            let (key, running) = open.as_ref()?;
            if *running {
                match found.last_mut().filter(|(name, _)| name == key) {
                    Some((_, value)) => {
                        value.push(' ');
                        value.push_str(text);
                    }
                    None => found.push((key.clone(), text.to_owned())),
                }
            } else if let Some(item) = text.strip_prefix('-') {
                let item = item.trim();
                match name_and_value(item) {
                    Some((name, value)) => yaml_value(&format!("{key}.{name}"), value, &mut found),
                    None => yaml_value(key, item, &mut found),
                }
            } else if let Some((name, value)) = name_and_value(text) {
                yaml_value(&format!("{key}.{name}"), value, &mut found);
            } else if let Some((_, value)) = found.last_mut() {
                value.push(' ');
                value.push_str(text);
            }
            continue;
        }
        let (name, value) = name_and_value(text)?;
        let running = value.starts_with(['|', '>']) && value.len() <= 2;
        open = Some((name.to_owned(), running));
        if !running && !value.is_empty() {
            yaml_value(name, value, &mut found);
        }
    }
    Some(found)
}

/// `name: value`, the value without a comment.
fn name_and_value(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.split_once(':')?;
    let apart = value.is_empty() || value.starts_with([' ', '\t']);
    let name = name.trim().trim_matches(['"', '\'']);
    let plain = !name.is_empty()
        && name.len() <= 64
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '/' | '@'));
    (apart && plain).then(|| (name, value.trim()))
}

/// Add a scalar or a `[list]`.
fn yaml_value(name: &str, value: &str, found: &mut Vec<(String, String)>) {
    if let Some(list) = value
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        for item in list.split(',').map(str::trim).filter(|i| !i.is_empty()) {
            found.push((name.to_owned(), scalar(item)));
        }
        return;
    }
    found.push((name.to_owned(), scalar(value)));
}

/// A scalar without its quotes or the comment after it.
fn scalar(value: &str) -> String {
    for quote in ['"', '\''] {
        let inner = value.strip_prefix(quote);
        if let Some((inner, _)) = inner.and_then(|inner| inner.split_once(quote)) {
            return inner.to_owned();
        }
    }
    let end = value.find(" #").unwrap_or(value.len());
    value.get(..end).unwrap_or(value).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{FrontMatter, front_matter};

    fn read(text: &str) -> (usize, Vec<(String, String)>) {
        let FrontMatter { len, properties } = front_matter(text);
        (len, properties)
    }

    fn own(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        pairs.iter().map(own).collect()
    }

    #[test]
    fn yaml() {
        let text = "---\r\ntitle: \"Rooms: use\" # x\r\nkinds: [meeting-room, display]\r\ntags:\r\n  - a\r\n  - b\r\nowner:\r\n  name: Board\r\nnote: >\r\n  long\r\n  line\r\n---\r\nBody";
        let (len, properties) = read(text);
        assert_eq!(&text[len..], "Body");
        assert_eq!(
            properties,
            own(&[
                ("title", "Rooms: use"),
                ("kinds", "meeting-room"),
                ("kinds", "display"),
                ("tags", "a"),
                ("tags", "b"),
                ("owner.name", "Board"),
                ("note", "long line"),
            ])
        );
    }

    #[test]
    fn toml() {
        let (len, properties) = read("+++\ntitle = \"Rooms\"\nweight = 3\n+++\nx");
        assert_eq!(len, 35);
        assert_eq!(properties, own(&[("title", "Rooms"), ("weight", "3")]));
    }

    #[test]
    fn prose_between_two_rules_is_prose() {
        assert_eq!(read("---\nWe remain neutral.\n---\n").0, 0);
        assert_eq!(read("---\ntitle: x\n").0, 0);
        assert_eq!(read("Title\n---\na: b\n---\n").0, 0);
    }
}
