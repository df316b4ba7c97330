//! Whether a module has the callbacks of the behaviours that it says it implements. The Erlang
//! compiler warns LFE's users of what is missing.

use crate::calls::{self, Exports};
use crate::unit::Unit;
use alate_compiler::base::diagnostic::Diagnostic;
use alate_compiler::base::suggest::{did_you_mean, nearest};
use alate_compiler::pipeline::Interface;
use std::collections::BTreeMap;

/// A warning for each callback that is missing, or that two behaviours want.
pub fn check(unit: &Unit, exports: &Exports) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for interface in unit.interfaces() {
        module(unit, interface, exports, &mut found);
    }
    found
}

fn module(unit: &Unit, interface: &Interface, exports: &Exports, found: &mut Vec<Diagnostic>) {
    let mut wanted: BTreeMap<&(String, usize), &str> = BTreeMap::new();
    for behaviour in &interface.behaviours {
        let warning = |code, message| {
            let patterns = [
                format!("(behaviour {behaviour}"),
                format!("(behavior {behaviour}"),
            ];
            Diagnostic::warning(code, calls::place_of(unit, &patterns), message)
        };
        let implemented = exports.interface(behaviour);
        let Some(implemented) = implemented.filter(|one| one.is_behaviour()) else {
            let message = format!("behaviour {behaviour} undefined");
            let warning = warning("undefined-behaviour", message);
            found.push(match nearest(behaviour, exports.behaviours()) {
                Some(near) => warning.hint(did_you_mean(near)),
                None => warning,
            });
            continue;
        };
        for callback in &implemented.callbacks {
            let (name, arity) = callback;
            if !interface.exports.contains(callback) {
                found.push(warning(
                    "missing-callback",
                    format!("undefined callback function {name}/{arity} (behaviour '{behaviour}')"),
                ));
            }
            match *wanted.entry(callback).or_insert(behaviour) {
                first if first == behaviour => {}
                first => found.push(warning(
                    "conflicting-behaviours",
                    format!(
                        "conflicting behaviours - callback {name}/{arity} required by both \
                         '{behaviour}' and '{first}'"
                    ),
                )),
            }
        }
    }
}
