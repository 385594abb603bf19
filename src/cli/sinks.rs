//! Where results go: each format with its own output, written piece by piece.

use std::{
    io::ErrorKind,
    io::{BufWriter, StdoutLock, Write as _},
    path::PathBuf,
};

use super::{
    args::{CheckArgs, Format},
    exit::Failure,
    put,
    terminal::Terminal,
};
use crate::{
    engine::Reading,
    files,
    output::{
        Assembly, Checkstyle, Draw, Github, Gitlab, Human, Json, Jsonl, Junit, Markdown, Problem,
        Sarif, Short, Totals,
    },
    rule::Rule,
};

/// The formats of a run and where they go. Can be shared by threads, which draw.
pub(super) struct Formats(Vec<(Box<dyn Draw>, Target)>);

/// Where a format goes.
enum Target {
    Stdout,
    /// A file, which is replaced.
    File(PathBuf),
    /// A file, to which it is added.
    Added(PathBuf),
}

/// What one document says in one format.
pub(super) struct Drawn {
    piece: Vec<u8>,
    aside: Vec<u8>,
}

impl Formats {
    /// What `args` ask for. `rules` are asked for where a format describes them.
    pub(super) fn new(
        args: &CheckArgs,
        terminal: &Terminal,
        mut rules: impl FnMut() -> Result<Vec<Rule>, Failure>,
    ) -> Result<Self, Failure> {
        // A diff is all that is printed where it was asked for.
        let mut wanted = Vec::new();
        if !args.fix.diff {
            wanted.push((args.format, Target::Stdout));
        }
        let files = args.output.iter();
        wanted.extend(files.map(|(format, path)| (*format, Target::File(path.clone()))));
        if args.format == Format::Github
            && let Some(path) = std::env::var_os("GITHUB_STEP_SUMMARY")
        {
            wanted.push((Format::Markdown, Target::Added(PathBuf::from(path))));
        }
        let mut formats = Vec::new();
        for (format, target) in wanted {
            let to_file = !matches!(target, Target::Stdout);
            formats.push((drawing(format, terminal, to_file, &mut rules)?, target));
        }
        Ok(Self(formats))
    }

    /// `reading` in every format.
    pub(super) fn draw(&self, reading: &Reading) -> Vec<Drawn> {
        let drawn = |draw: &dyn Draw| {
            let (mut piece, mut aside) = (Vec::new(), Vec::new());
            draw.piece(reading, &mut piece);
            draw.aside(reading, &mut aside);
            Drawn { piece, aside }
        };
        self.0
            .iter()
            .map(|(draw, _)| drawn(draw.as_ref()))
            .collect()
    }
}

/// How `format` is drawn; without colour where it goes to a file.
fn drawing(
    format: Format,
    terminal: &Terminal,
    to_file: bool,
    rules: &mut impl FnMut() -> Result<Vec<Rule>, Failure>,
) -> Result<Box<dyn Draw>, Failure> {
    Ok(match format {
        Format::Pretty | Format::Plain => {
            let mut look = terminal.look();
            look.plain = format == Format::Plain;
            look.color &= !to_file && !look.plain;
            Box::new(Human::new(look))
        }
        Format::Short => Box::new(Short),
        Format::Json => Box::new(Json),
        Format::Jsonl => Box::new(Jsonl),
        Format::Sarif => Box::new(Sarif::new(&rules()?)),
        Format::Github => Box::new(Github),
        Format::Gitlab => Box::new(Gitlab),
        Format::Junit => Box::new(Junit),
        Format::Checkstyle => Box::new(Checkstyle),
        Format::Markdown => Box::new(Markdown),
    })
}

/// The outputs of a run, being written.
pub(super) struct Sinks<'f> {
    formats: &'f Formats,
    outputs: Vec<Output>,
}

struct Output {
    assembly: Assembly,
    out: Out,
}

enum Out {
    Stdout(BufWriter<StdoutLock<'static>>),
    /// Kept until the end: a file is written whole or not at all.
    Kept(Vec<u8>),
}

impl Out {
    fn write(&mut self, mut bytes: Vec<u8>) -> Result<(), Failure> {
        match self {
            Self::Stdout(out) => out.write_all(&bytes)?,
            Self::Kept(kept) => kept.append(&mut bytes),
        }
        Ok(())
    }
}

impl<'f> Sinks<'f> {
    /// Begin with what stands before everything.
    pub(super) fn begin(formats: &'f Formats) -> Result<Self, Failure> {
        let mut outputs = Vec::new();
        for (draw, target) in &formats.0 {
            let mut out = match target {
                Target::Stdout => Out::Stdout(Terminal::results()),
                Target::File(_) | Target::Added(_) => Out::Kept(Vec::new()),
            };
            let mut head = Vec::new();
            draw.head(&mut head);
            out.write(head)?;
            outputs.push(Output {
                assembly: Assembly::default(),
                out,
            });
        }
        Ok(Self { formats, outputs })
    }

    /// Write what a document says. Comes in path order.
    pub(super) fn write(&mut self, drawn: Vec<Drawn>) -> Result<(), Failure> {
        for (((draw, _), output), drawn) in self.formats.0.iter().zip(&mut self.outputs).zip(drawn)
        {
            let piece = output
                .assembly
                .next(draw.as_ref(), drawn.piece, &drawn.aside);
            output.out.write(piece)?;
        }
        Ok(())
    }

    /// Write what stands after everything.
    pub(super) fn end(self, totals: &Totals) -> Result<(), Failure> {
        for ((draw, target), mut output) in self.formats.0.iter().zip(self.outputs) {
            output
                .out
                .write(output.assembly.tail(draw.as_ref(), totals))?;
            let kept = match output.out {
                Out::Stdout(mut out) => {
                    out.flush()?;
                    continue;
                }
                Out::Kept(kept) => kept,
            };
            let (path, bytes) = match target {
                Target::Stdout => continue,
                Target::File(path) => (path, kept),
                Target::Added(path) => {
                    // What is there and cannot be read must not be written over.
                    let before = match files::read(path, u64::MAX) {
                        Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
                        before => before.map_err(|error| {
                            let shown = files::shown(path);
                            Failure::one(Problem::new(format!("{shown} cannot be read: {error}")))
                        })?,
                    };
                    let all = [before, kept].concat();
                    (path, all)
                }
            };
            put::write(path, &bytes)?;
        }
        Ok(())
    }
}
