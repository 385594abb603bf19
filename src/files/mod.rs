//! The disk: folders walked, files read, files replaced whole or not at all. The only user of `std::fs`.

#![expect(
    clippy::disallowed_methods,
    reason = "this is the seam that every other file reads and writes through"
)]

mod ignored;
mod walk;

use std::{
    fs,
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};

pub use walk::{Found, walk, with_extension};

/// The bytes of `path`, at most `limit` of them. A pipe or device is read too; none is read without end.
///
/// # Errors
/// When it cannot be read, or is larger than `limit` ([`io::ErrorKind::FileTooLarge`]).
pub fn read(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let file = fs::File::open(path)?;
    let about = file.metadata()?;
    if about.is_dir() {
        return Err(io::Error::other("it is a folder"));
    }
    let too_large = |size: String| {
        io::Error::new(
            io::ErrorKind::FileTooLarge,
            format!("{size} bytes are more than the limit of {limit}"),
        )
    };
    if about.len() > limit {
        return Err(too_large(about.len().to_string()));
    }
    // The size is what the file says of itself; it may grow, and a device says 0.
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or(0) + 1);
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(too_large(format!("{} or more", bytes.len())));
    }
    Ok(bytes)
}

/// Put `bytes` in place of the file `path`, whole or not at all. Permissions stay, and where `path` is a symbolic link, the
/// file it leads to is replaced. A file that does not exist is made.
///
/// # Errors
/// When the folder or the file cannot be written; then the file is as it was.
pub fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let old = match fs::metadata(path) {
        // A device or pipe cannot be replaced, only written to. Asked first: a pipe behind a link (`/dev/stdout`) has
        // no path of its own.
        Ok(old) if !old.is_file() && !old.is_dir() => return fs::write(path, bytes),
        Ok(old) if old.is_dir() => return Err(io::Error::other("it is a folder")),
        Ok(old) if old.permissions().readonly() => {
            return Err(io::Error::new(
                io::ErrorKind::PermissionDenied,
                "the file is read-only",
            ));
        }
        Ok(old) => Some(old),
        Err(error)
            if matches!(
                error.kind(),
                io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
            ) =>
        {
            None
        }
        Err(error) => return Err(error),
    };
    let target = match (&old, fs::read_link(path)) {
        (Some(_), _) => fs::canonicalize(path)?,
        // A link to a file that is still to be made.
        (None, Ok(to)) => path.parent().unwrap_or(Path::new("")).join(to),
        (None, Err(_)) => path.to_owned(),
    };
    let folder = target
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or_else(|| Path::new("."));
    let mut part = new_part(folder)?;
    part.write_all(bytes)?;
    if let Some(old) = old {
        part.as_file().set_permissions(old.permissions())?;
    }
    part.as_file().sync_all()?;
    part.persist(&target).map_err(|error| error.error)?;
    Ok(())
}

/// What the name of a file that is being written begins with.
pub const PART: &str = ".equilint-";

/// An unnamed file in `folder`, with the permissions that a new file has there.
fn new_part(folder: &Path) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PART).suffix(".part");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // The system takes away what the user's mask forbids.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder).map_err(|error| {
        let shown = shown(folder);
        let why = match error.kind() {
            io::ErrorKind::NotFound => format!("there is no folder {shown}: make it first"),
            io::ErrorKind::NotADirectory => format!("{shown} is no folder"),
            // The error names a file that nobody has heard of.
            io::ErrorKind::PermissionDenied => format!("nothing may be written in {shown}"),
            _ => error.to_string(),
        };
        io::Error::new(error.kind(), why)
    })
}

/// Put `new` in place of the file `path`, which was read as `old`, whole or not at all.
///
/// # Errors
/// When the file is no longer `old`, or cannot be written; then it is as it was.
pub fn replace(path: &Path, old: &[u8], new: &[u8]) -> io::Result<()> {
    let now = read(path, (old.len() as u64).max(1))
        .ok()
        .filter(|now| now == old);
    if now.is_none() {
        return Err(io::Error::other(
            "the file has changed since it was read: run the command again",
        ));
    }
    write(path, new)
}

/// `path` from the root, without asking the disk what is a link.
pub fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// `path` as people and machines are shown it: `/` between folders, without `./` at its beginning.
pub fn shown(path: &Path) -> String {
    let text = path.to_string_lossy();
    let text = if std::path::MAIN_SEPARATOR == '\\' {
        text.replace('\\', "/")
    } else {
        text.into_owned()
    };
    text.strip_prefix("./").map(str::to_owned).unwrap_or(text)
}

/// The folder `path` and every folder above it, innermost first, as the disk has them.
fn with_parents(path: &Path) -> Vec<PathBuf> {
    path.ancestors().map(Path::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use std::{fs, io::ErrorKind, path::Path};

    use super::{read, replace, shown, write};

    #[test]
    fn a_file_over_the_limit_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        fs::write(&path, "12345").unwrap();
        assert_eq!(read(&path, 5).unwrap(), b"12345");
        let error = read(&path, 4).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::FileTooLarge);
        assert_eq!(error.to_string(), "5 bytes are more than the limit of 4");
    }

    #[test]
    fn what_cannot_be_read_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let missing = read(&folder.path().join("b.md"), 9).unwrap_err();
        assert_eq!(missing.kind(), ErrorKind::NotFound);
        assert!(read(folder.path(), 9).is_err());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_device_without_end_stops_at_the_limit() {
        assert!(read(Path::new("/dev/zero"), 1000).is_err());
        assert_eq!(read(Path::new("/dev/null"), 1000).unwrap(), b"");
    }

    #[test]
    fn a_file_is_replaced_only_where_it_is_as_it_was_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        write(&path, b"one").unwrap();
        replace(&path, b"one", b"two").unwrap();
        assert!(replace(&path, b"one", b"three").is_err());
        assert_eq!(fs::read(&path).unwrap(), b"two");
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(left.len(), 1, "no part of a file is left behind");
    }

    #[cfg(unix)]
    #[test]
    fn permissions_and_links_stay() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("a.md"), folder.path().join("l.md"));
        fs::write(&path, "one").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("a.md", &link).unwrap();
        write(&link, b"two").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        let mode = fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).unwrap();
        assert_eq!(
            write(&path, b"three").unwrap_err().kind(),
            ErrorKind::PermissionDenied
        );
    }

    #[test]
    fn paths_are_shown_with_slashes() {
        assert_eq!(shown(&Path::new(".").join("a").join("b.md")), "a/b.md");
    }
}
