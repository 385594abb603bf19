//! Reading a PDF in a process of its own, so that a hostile file costs one error and nothing more.
//!
//! The front door starts its own program again with the hidden command [`COMMAND`], writes the file to its standard
//! input and gets [`Pages`] back as [postcard](https://postcard.jamesmunns.com) on its standard output. The child limits
//! its own memory and processor time before it looks at the first byte (Unix; elsewhere the clock alone limits it), and
//! is killed when its time is up. A panic, an abort, a signal and a time-out are the same to the caller: one
//! [`PdfError`] for that file.

use std::{
    env,
    ffi::OsStr,
    io::{self, Read, Write},
    path::Path,
    process::{Child, Command, ExitCode, ExitStatus, Stdio},
    sync::mpsc,
    thread,
    time::Duration,
};

use crate::document::pdf::{self, Limits, Pages, PdfError};

/// The hidden command of the program that reads a PDF from standard input.
pub const COMMAND: &str = "__read-pdf";

/// Wall-clock time for one file, starting the process included.
const SECONDS: u64 = 60;
/// Processor time for one file, in seconds: a page takes milliseconds.
#[cfg(unix)]
const CPU_SECONDS: u64 = 30;
/// Address space of the child in bytes; real files need less than a tenth.
#[cfg(unix)]
const MEMORY: u64 = 1 << 30;
/// The longest answer taken from a child, in bytes.
const ANSWER: u64 = 256 << 20;

/// Read a PDF in a child process of this program.
///
/// # Errors
///
/// As [`read_pdf_by`].
pub fn read_pdf(bytes: &[u8]) -> Result<Pages, PdfError> {
    let program = env::current_exe().map_err(|error| PdfError::NotStarted(error.to_string()))?;
    read_pdf_by(&program, bytes)
}

/// Read a PDF in a child process of `program`, which answers [`COMMAND`].
///
/// # Errors
///
/// As [`pdf::extract`], and where the child does not answer in time, or not at all.
pub fn read_pdf_by(program: &Path, bytes: &[u8]) -> Result<Pages, PdfError> {
    let limits = Limits::default();
    if bytes.len() as u64 > limits.bytes {
        return Err(PdfError::TooLarge {
            limit: limits.bytes,
        });
    }
    let child = Command::new(program)
        .arg(COMMAND)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| PdfError::NotStarted(error.to_string()))?;
    converse(child, bytes, Duration::from_secs(SECONDS))
}

/// Give `bytes` to `child`, wait for its answer at most `time`, and see it ended.
fn converse(mut child: Child, bytes: &[u8], time: Duration) -> Result<Pages, PdfError> {
    let (input, output) = (child.stdin.take(), child.stdout.take());
    let (send, receive) = mpsc::channel();
    let answer = thread::scope(|scope| {
        scope.spawn(move || {
            // A child that ends early breaks the pipe; what it says of itself matters, not that.
            if let Some(mut input) = input {
                let _ = input.write_all(bytes);
            }
        });
        scope.spawn(move || {
            let mut answer = Vec::new();
            if let Some(output) = output {
                let _ = output.take(ANSWER).read_to_end(&mut answer);
            }
            let _ = send.send(answer);
        });
        let answer = receive.recv_timeout(time);
        if answer.is_err() {
            // Both threads wait on its pipes, which end with it.
            let _ = child.kill();
        }
        answer
    });
    // It closed its output: give it a moment to end by itself, then see that it does.
    let status = end(&mut child);
    let answer = answer.map_err(|_| PdfError::TimedOut {
        seconds: time.as_secs(),
    })?;
    match postcard::from_bytes(&answer) {
        Ok(result) => result,
        Err(_) => Err(PdfError::Crashed(how(status))),
    }
}

/// Wait for `child` to end, a second at most, then kill it.
fn end(child: &mut Child) -> Option<ExitStatus> {
    for _ in 0..100 {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        thread::sleep(Duration::from_millis(10));
    }
    let _ = child.kill();
    child.wait().ok()
}

/// How a child ended that gave no answer, for a person.
fn how(status: Option<ExitStatus>) -> String {
    #[cfg(unix)]
    if let Some(signal) = status.and_then(|status| {
        use std::os::unix::process::ExitStatusExt as _;
        status.signal()
    }) {
        return match signal {
            // SIGABRT: Rust's answer to memory that cannot be had.
            6 => "it asks for more memory than is allowed".to_owned(),
            24 => "it asks for more processor time than is allowed".to_owned(),
            signal => format!("ended by signal {signal}"),
        };
    }
    match status.and_then(|status| status.code()) {
        Some(code) => format!("ended with code {code}"),
        None => "ended without an answer".to_owned(),
    }
}

/// The child's answer, where `first` (the first argument of the program) asks for it; else nothing was done.
///
/// Asked before anything else of the program starts, so that a child costs no more than what it reads.
pub fn answer(first: Option<&OsStr>) -> Option<ExitCode> {
    (first? == COMMAND).then(|| match serve(io::stdin().lock(), io::stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(2),
    })
}

/// What the child does: limit itself, read a PDF from `input`, write what it says to `output`.
fn serve(mut input: impl Read, mut output: impl Write) -> io::Result<()> {
    #[cfg(unix)]
    {
        lower(rlimit::Resource::AS, MEMORY)?;
        lower(rlimit::Resource::CPU, CPU_SECONDS)?;
        // No file of its own, no core dump.
        lower(rlimit::Resource::FSIZE, 0)?;
        lower(rlimit::Resource::CORE, 0)?;
    }
    // A panic is answered like any other failure; its message is for nobody.
    std::panic::set_hook(Box::new(|_| {}));
    let limits = Limits::default();
    let mut bytes = Vec::new();
    input
        .by_ref()
        .take(limits.bytes + 1)
        .read_to_end(&mut bytes)?;
    let result = pdf::extract(&bytes, &limits);
    let answer = postcard::to_stdvec(&result).map_err(io::Error::other)?;
    output.write_all(&answer)?;
    output.flush()
}

/// Lower `resource` to `limit`, or leave it where it is lower already.
#[cfg(unix)]
fn lower(resource: rlimit::Resource, limit: u64) -> io::Result<()> {
    if !resource.is_supported() {
        return Ok(());
    }
    let (soft, hard) = rlimit::getrlimit(resource)?;
    rlimit::setrlimit(resource, limit.min(soft), limit.min(hard))
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::{
        process::{Command, Stdio},
        time::{Duration, Instant},
    };

    use super::converse;
    use crate::document::pdf::PdfError;

    fn shell(script: &str) -> std::process::Child {
        Command::new("sh")
            .args(["-c", script])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    }

    /// A child that says nothing for ever is killed when its time is up, though it never read what it was given.
    #[test]
    fn a_silent_child_is_killed() {
        let start = Instant::now();
        let bytes = vec![b' '; 1 << 20];
        let error = converse(shell("exec sleep 30"), &bytes, Duration::from_secs(1)).unwrap_err();
        assert_eq!(error, PdfError::TimedOut { seconds: 1 });
        assert!(start.elapsed() < Duration::from_secs(10));
    }

    /// Each way of ending without an answer is one error that says how.
    #[test]
    fn a_child_that_dies_is_an_error() {
        let minute = Duration::from_secs(60);
        for (script, how) in [
            ("kill -ABRT $$", "more memory"),
            ("kill -SEGV $$", "signal 11"),
            ("exit 3", "code 3"),
            ("echo nonsense", "code 0"),
        ] {
            let error = converse(shell(script), b"%PDF-1.7", minute).unwrap_err();
            assert!(
                matches!(&error, PdfError::Crashed(said) if said.contains(how)),
                "{script}: {error}"
            );
        }
    }
}
