//! Training, on small worlds whose truth is known.

use super::{super::Class, *};

/// A world in which a sentence is a fault exactly where staff stay neutral.
fn trainer() -> Trainer {
    let mut trainer = Trainer::new(["neutral-stance".to_owned(), "merit".to_owned()]);
    let neutral = trainer.bit("neutral-stance");
    let places = [
        "desk", "hall", "shop", "yard", "room", "shed", "barn", "park",
    ];
    for (number, place) in (0..).zip(places) {
        for (verb, what, fault) in [
            ("stay", "neutral", true),
            ("stay", "late", false),
            ("paint", "neutral", false),
            ("paint", "late", false),
        ] {
            let tokens = ["staff", "at", "the", place, verb, what, "."];
            let classes = stance(&tokens);
            let sentence = Sentence {
                tokens: &tokens,
                classes: &classes,
                ..Sentence::default()
            };
            let example = Example {
                faults: if fault { neutral } else { 0 },
                document: number,
                ..Example::default()
            };
            trainer.add(&sentence, example);
        }
    }
    trainer
}

/// The vocabulary of that world: two words that stand together.
fn stance<'a>(tokens: &[&str]) -> Vec<Class<'a>> {
    let there = tokens.windows(2).position(|two| two == ["stay", "neutral"]);
    let class = there.map(|at| Class {
        name: "stance",
        words: at..at + 2,
    });
    class.into_iter().collect()
}

fn score(model: &Model, tokens: &[&str]) -> f32 {
    let mut features = Features::default();
    features.read(&Sentence {
        tokens,
        classes: &stance(tokens),
        ..Sentence::default()
    });
    model.score(0, &features)
}

#[test]
fn an_obvious_rule_is_learned() {
    let (model, measures) = trainer().train(Training::default());
    let fault = score(
        &model,
        &["staff", "at", "the", "gate", "stay", "neutral", "."],
    );
    let other = score(
        &model,
        &["staff", "at", "the", "gate", "paint", "late", "."],
    );
    assert!(fault > 0.5 && other < 0.2, "{fault} {other}");
    assert_eq!(measures.len(), 2);
    assert!(measures[0].average_precision() > 0.99);
    assert_eq!(measures[0].faults(), 8);
    assert_eq!(measures[1].faults(), 0);
}

#[test]
fn the_same_sentences_give_the_same_bytes() {
    let (first, _) = trainer().train(Training::default());
    let (second, _) = trainer().train(Training::default());
    assert_eq!(first.to_bytes(), second.to_bytes());
}

#[test]
fn a_model_from_disk_judges_as_the_one_that_was_trained() {
    let (model, _) = trainer().train(Training::default());
    let read = Model::from_bytes(&model.to_bytes()).unwrap();
    let tokens = ["staff", "stay", "neutral"];
    assert_eq!(
        score(&model, &tokens).to_bits(),
        score(&read, &tokens).to_bits()
    );
}

#[test]
fn the_strongest_words_are_those_that_decide() {
    let (model, _) = trainer().train(Training::default());
    let tokens = ["the", "staff", "at", "the", "gate", "stay", "neutral", "."];
    let sentence = Sentence {
        tokens: &tokens,
        ..Sentence::default()
    };
    let strongest = model.strongest(0, &sentence, 2);
    let words: Vec<&str> = strongest.iter().map(|(word, _)| word.as_str()).collect();
    assert!(words.contains(&"neutral"), "{strongest:?}");
    let window = model.window(0, &sentence, 4);
    assert!(window.contains(&5) && window.contains(&6), "{window:?}");
}

/// "remain" is in no label; it stands where "stay" stands.
#[test]
fn a_word_that_was_never_seen_weighs_what_its_kin_weighs() {
    let points = "stay 1 0\nremain 1 0\npaint 0 1\nsell 0 1\n";
    let trainer = trainer().with_vectors(Vectors::parse(points).unwrap());
    let (model, _) = trainer.train(Training::default());
    let of = |verb| score(&model, &["staff", verb, "neutral"]);
    assert!(
        of("remain") > of("sell") * 1.5,
        "{} {}",
        of("remain"),
        of("sell")
    );
}

#[test]
fn an_unsure_sentence_teaches_nothing() {
    let mut trainer = Trainer::new(["merit".to_owned()]);
    let bit = trainer.bit("merit");
    for document in 0..10 {
        let tokens = ["best", "person", "wins"];
        let sentence = Sentence {
            tokens: &tokens,
            ..Sentence::default()
        };
        trainer.add(
            &sentence,
            Example {
                faults: bit,
                unsure: bit,
                document,
                ..Example::default()
            },
        );
    }
    let (_, measures) = trainer.train(Training::default());
    assert!(measures[0].judged.is_empty());
}

#[test]
fn nothing_to_learn_from_gives_a_model_that_says_no() {
    let trainer = Trainer::new(["merit".to_owned()]);
    let (model, _) = trainer.train(Training::default());
    assert!(score(&model, &["anything"]) <= 0.5);
}

#[test]
fn a_model_keeps_no_more_features_than_asked() {
    let small = Training {
        most: 5,
        ..Training::default()
    };
    let (model, _) = trainer().train(small);
    assert_eq!(model.len(), 5);
}
