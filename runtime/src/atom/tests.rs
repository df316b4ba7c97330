//! Interning: names come back, equal names are one record.

use super::*;

#[test]
fn one_record_for_each_name() {
    let a = intern("alpha").unwrap();
    assert_eq!(a, intern("alpha").unwrap());
    assert_ne!(a, intern("beta").unwrap());
    assert_eq!(name(a), Some("alpha"));
    assert_eq!(lookup("alpha"), Some(a));
    assert_eq!(lookup("never interned"), None);
    assert!(a.is_atom());
}

#[test]
fn names_have_at_most_255_characters() {
    let longest = "é".repeat(255);
    let atom = intern(&longest).unwrap();
    assert_eq!(characters(atom), Some(255));
    assert_eq!(intern(&"é".repeat(256)), Err(Full));
}

#[test]
fn the_table_grows() {
    let words: Vec<_> = (0..5000)
        .map(|i| intern(&format!("grow{i}")).unwrap())
        .collect();
    for (i, word) in words.iter().enumerate() {
        assert_eq!(intern(&format!("grow{i}")), Ok(*word));
    }
}

#[test]
fn threads_agree() {
    let answers: Vec<Vec<u64>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4)
            .map(|_| {
                scope.spawn(|| {
                    (0..500)
                        .map(|i| intern(&format!("shared{i}")).unwrap().0)
                        .collect()
                })
            })
            .collect();
        threads.into_iter().map(|t| t.join().unwrap()).collect()
    });
    assert!(answers.iter().all(|a| *a == answers[0]));
}

#[test]
fn booleans() {
    assert_eq!(name(crate::word::Word::boolean(true)), Some("true"));
    assert_eq!(name(crate::word::Word::boolean(false)), Some("false"));
}
