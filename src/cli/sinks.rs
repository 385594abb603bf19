//! Where results go: each format with its own output, written piece by piece.

use std::io::{BufWriter, Write};

use super::{args::Format, exit::Failure, terminal::Terminal};
use crate::{
    engine::Reading,
    output::{Assembly, Draw, Human, Json, Jsonl, Short, Totals},
};

/// The formats of a run. Can be shared by threads, which draw.
pub(super) struct Formats(Vec<Box<dyn Draw>>);

/// What one document says in one format.
pub(super) struct Drawn {
    piece: Vec<u8>,
    aside: Vec<u8>,
}

impl Formats {
    /// `format` alone.
    pub(super) fn one(format: Format, terminal: &Terminal) -> Self {
        Self(vec![drawing(format, terminal)])
    }

    /// `reading` in every format.
    pub(super) fn draw(&self, reading: &Reading) -> Vec<Drawn> {
        let drawn = |draw: &dyn Draw| {
            let (mut piece, mut aside) = (Vec::new(), Vec::new());
            draw.piece(reading, &mut piece);
            draw.aside(reading, &mut aside);
            Drawn { piece, aside }
        };
        self.0.iter().map(|draw| drawn(draw.as_ref())).collect()
    }
}

/// How `format` is drawn.
fn drawing(format: Format, terminal: &Terminal) -> Box<dyn Draw> {
    match format {
        Format::Pretty => Box::new(Human::new(terminal.look())),
        Format::Plain => {
            let mut look = terminal.look();
            look.plain = true;
            look.color = false;
            Box::new(Human::new(look))
        }
        Format::Short => Box::new(Short),
        Format::Json => Box::new(Json),
        Format::Jsonl => Box::new(Jsonl),
    }
}

/// Where each of the formats goes.
pub(super) struct Sinks<'f> {
    formats: &'f Formats,
    outputs: Vec<Output>,
}

struct Output {
    out: BufWriter<Box<dyn Write>>,
    assembly: Assembly,
}

impl<'f> Sinks<'f> {
    /// Begin: the first format goes to standard output.
    pub(super) fn begin(formats: &'f Formats) -> Result<Self, Failure> {
        let stdout: Box<dyn Write> = Box::new(std::io::stdout().lock());
        let outputs = vec![Output {
            out: BufWriter::with_capacity(1 << 16, stdout),
            assembly: Assembly::default(),
        }];
        let mut sinks = Self { formats, outputs };
        for (draw, output) in sinks.formats.0.iter().zip(&mut sinks.outputs) {
            let mut head = Vec::new();
            draw.head(&mut head);
            output.out.write_all(&head)?;
        }
        Ok(sinks)
    }

    /// Write what a document says. Comes in path order.
    pub(super) fn write(&mut self, drawn: Vec<Drawn>) -> Result<(), Failure> {
        for ((draw, output), drawn) in self.formats.0.iter().zip(&mut self.outputs).zip(drawn) {
            let piece = output
                .assembly
                .next(draw.as_ref(), drawn.piece, &drawn.aside);
            output.out.write_all(&piece)?;
        }
        Ok(())
    }

    /// Write what stands after everything.
    pub(super) fn end(mut self, totals: &Totals) -> Result<(), Failure> {
        for (draw, output) in self.formats.0.iter().zip(&mut self.outputs) {
            output
                .out
                .write_all(&output.assembly.tail(draw.as_ref(), totals))?;
            output.out.flush()?;
        }
        Ok(())
    }
}
