//! Compiles `rules/` while the program is built, so that starting it costs nothing. A mistake in a rule fails the build,
//! with its place.

#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    clippy::print_stdout,
    reason = "the modules serve the program; cargo listens on stdout"
)]

use std::{env, error::Error, fs, path::Path};

#[path = "src/finding/level.rs"]
mod finding;
#[path = "src/rule/lang/mod.rs"]
mod lang;

fn main() {
    if let Err(error) = build() {
        println!("cargo::error={}", error.to_string().replace('\n', "%0A"));
    }
}

#[allow(
    clippy::disallowed_methods,
    reason = "the program's own reader and writer are not built yet"
)]
fn build() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/rule/lang");
    println!("cargo::rerun-if-changed=src/finding/level.rs");
    let mut sources = Vec::new();
    collect(Path::new("rules"), &mut sources)?;
    let compiled = lang::compile(&sources).map_err(|problems| said(&sources, &problems))?;
    let out = env::var("OUT_DIR")?;
    fs::write(
        Path::new(&out).join("rules.bin"),
        postcard::to_stdvec(&compiled)?,
    )?;
    let mut list = String::from(
        "/// The embedded rule files: name and text.\nstatic SOURCES: &[(&str, &str)] = &[\n",
    );
    for source in &sources {
        let path = fs::canonicalize(&source.name)?;
        list.push_str(&format!(
            "    ({:?}, include_str!({:?})),\n",
            source.name, path
        ));
    }
    list.push_str("];\n");
    fs::write(Path::new(&out).join("sources.rs"), list)?;
    Ok(())
}

/// Every TOML file under `folder`, sorted.
#[allow(
    clippy::disallowed_methods,
    reason = "the program's own reader is not built yet"
)]
fn collect(folder: &Path, out: &mut Vec<lang::RuleSource>) -> Result<(), Box<dyn Error>> {
    let mut entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, out)?;
        } else if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            let name = path.to_string_lossy().replace('\\', "/");
            out.push(lang::RuleSource {
                name,
                text: fs::read_to_string(&path)?,
                embedded: true,
            });
        }
    }
    Ok(())
}

/// The mistakes, one a line.
fn said(sources: &[lang::RuleSource], problems: &[lang::Problem]) -> String {
    let mut out = String::from("the embedded rules have mistakes\n");
    for problem in problems {
        let Some(source) = sources.get(problem.file) else {
            continue;
        };
        let line = source
            .text
            .bytes()
            .take(problem.span.start)
            .filter(|byte| *byte == b'\n')
            .count()
            + 1;
        let help = problem.help.as_deref().unwrap_or_default();
        out.push_str(&format!(
            "{}:{line}: {} ({help})\n",
            source.name, problem.message
        ));
    }
    out
}
