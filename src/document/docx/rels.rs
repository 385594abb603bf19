//! How the parts of a package point at each other.

use crate::document::office::{
    OfficeError,
    package::Package,
    xml::{Item, Ns, Walker},
};

/// One relationship of a part.
#[derive(Clone, Debug)]
pub(crate) struct Relationship {
    /// Its id, as the part cites it.
    pub(crate) id: String,
    /// The last piece of its type: `styles`, `footnotes`, `header`. The same in transitional and strict files.
    pub(crate) kind: String,
    /// Name of the part it leads to, without a slash in front; what is written there where it leads outside.
    pub(crate) target: String,
    /// Whether it leads outside the package.
    pub(crate) external: bool,
}

/// The relationships of the part named `part`; of the package itself where `part` is empty.
///
/// # Errors
/// When they are there and cannot be read.
pub(crate) fn of(package: &mut Package<'_>, part: &str) -> Result<Vec<Relationship>, OfficeError> {
    let name = rels_name(part);
    let Some(text) = package.text(&name)? else {
        return Ok(Vec::new());
    };
    let mut walker = Walker::new(&name, &text);
    let mut out = Vec::new();
    loop {
        match walker.next()? {
            Item::Open(tag) if tag.ns == Ns::PackageRel && tag.name == "Relationship" => {
                let get = |name| walker.attr(&tag, Ns::PackageRel, name).unwrap_or_default();
                let external = get("TargetMode") == "External";
                let target = get("Target");
                let kind = get("Type");
                out.push(Relationship {
                    id: get("Id").into_owned(),
                    kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                    target: if external {
                        target.into_owned()
                    } else {
                        resolve(part, &target)
                    },
                    external,
                });
            }
            Item::End => return Ok(out),
            Item::Open(_) | Item::Close { .. } | Item::Text(..) | Item::Replaced(..) => {}
        }
    }
}

/// Name of the part that holds the relationships of `part`.
pub(crate) fn rels_name(part: &str) -> String {
    match part.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/_rels/{file}.rels"),
        None => format!("_rels/{part}.rels"),
    }
}

/// The part that `target` names, seen from the part `from`.
fn resolve(from: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut folders: Vec<&str> = from.split('/').collect();
    folders.pop();
    for piece in target.split('/') {
        match piece {
            "." | "" => {}
            ".." => {
                folders.pop();
            }
            _ => folders.push(piece),
        }
    }
    folders.join("/")
}

#[cfg(test)]
mod tests {
    use super::{rels_name, resolve};

    #[test]
    fn targets_are_seen_from_their_part() {
        assert_eq!(
            resolve("word/document.xml", "styles.xml"),
            "word/styles.xml"
        );
        assert_eq!(
            resolve("word/document.xml", "../docProps/core.xml"),
            "docProps/core.xml"
        );
        assert_eq!(resolve("word/document.xml", "/word/a.xml"), "word/a.xml");
        assert_eq!(resolve("", "word/document.xml"), "word/document.xml");
        assert_eq!(
            rels_name("word/document.xml"),
            "word/_rels/document.xml.rels"
        );
        assert_eq!(rels_name(""), "_rels/.rels");
    }
}
