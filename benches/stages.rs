//! What each stage costs: reading, judging, both. `cargo bench` prints times; compare them within one run only.

use equilint::{
    document::{Document, ReadOptions, read},
    engine::{self, Policy},
    rule::RuleSet,
};

fn main() {
    divan::main();
}

/// A policy of about 10 KB: ordinary rules with a claim here and there.
fn policy() -> String {
    let ordinary = "The line manager must keep the completed form on file within ten working days. \
        Rooms can be booked at the desk up to four weeks ahead, and keys are returned the same evening.\n\n";
    let claim =
        "The library remains neutral on public questions and presents all points of view.\n\n";
    let section = format!(
        "## Use\n\n{}{claim}- Bring a card.\n- Leave the room tidy.\n\n",
        ordinary.repeat(5)
    );
    format!("# Rooms\n\n{}", section.repeat(8))
}

fn document(text: &str) -> Document {
    read("policy.md", text.as_bytes(), &ReadOptions::default()).expect("Markdown is always read")
}

/// The embedded rules, ready to match: a part of every start.
#[divan::bench]
fn rules() -> RuleSet {
    RuleSet::builtin()
}

/// Bytes to prose with the way back.
#[divan::bench]
fn reading(bencher: divan::Bencher<'_, '_>) {
    let text = policy();
    bencher.bench(|| document(divan::black_box(&text)));
}

/// Prose to findings with rewrites.
#[divan::bench]
fn judging(bencher: divan::Bencher<'_, '_>) {
    let (rules, document) = (RuleSet::builtin(), document(&policy()));
    bencher.bench(|| engine::read(divan::black_box(&document), &rules, &Policy::default()));
}

/// The same where nothing is found.
#[divan::bench]
fn judging_innocent_text(bencher: divan::Bencher<'_, '_>) {
    let text = policy().replace(
        "The library remains neutral on public questions and presents all points of view.",
        "",
    );
    let (rules, document) = (RuleSet::builtin(), document(&text));
    bencher.bench(|| engine::read(divan::black_box(&document), &rules, &Policy::default()));
}
