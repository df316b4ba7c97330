//! The macros that a record defines, by the names that LFE gives them.

use super::Entry;

/// Names of the macros of a record, and how each is called.
pub fn accessors(record: &Entry) -> Vec<(String, String)> {
    let name = record.name.as_str();
    let mut all = vec![
        (
            format!("make-{name}"),
            format!("(make-{name} field value …)"),
        ),
        (
            format!("match-{name}"),
            format!("(match-{name} field pattern …)"),
        ),
        (format!("is-{name}"), format!("(is-{name} value)")),
        (
            format!("update-{name}"),
            format!("(update-{name} record field value …)"),
        ),
        (
            format!("set-{name}"),
            format!("(set-{name} record field value …)"),
        ),
        (format!("fields-{name}"), format!("(fields-{name})")),
        (format!("size-{name}"), format!("(size-{name})")),
    ];
    for field in &record.fields {
        let read = format!("{name}-{field}");
        all.push((read.clone(), format!("({read} record)")));
        for verb in ["update", "set"] {
            let write = format!("{verb}-{name}-{field}");
            all.push((write.clone(), format!("({write} record value)")));
        }
    }
    all
}
