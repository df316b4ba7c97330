//! Checks across modules: calls that will find nothing, modules defined twice, the main function.

use crate::behaviours;
use crate::failure::Failure;
use crate::library::Library;
use crate::plan::Plan;
use crate::surroundings::module_of;
use crate::unit::Unit;
use alate_abi::builtins::{self, BUILTINS};
use alate_compiler::base::diagnostic::Diagnostic;
use alate_compiler::base::span::{FileId, Span};
use alate_compiler::base::suggest::{did_you_mean, nearest};
use alate_compiler::pipeline::Interface;
use std::collections::{BTreeMap, BTreeSet};

/// What each module of the program, the library included, exports.
pub struct Exports<'a> {
    user: BTreeMap<&'a str, &'a Interface>,
    library: &'a Library,
}

/// Functions that every module has without writing them.
const EVERYWHERE: &[(&str, usize)] = &[("module_info", 0), ("module_info", 1), ("__info__", 1)];

/// What the compiler makes every `module_info` and `__info__` call; no user wrote it.
const INFORMATION: [(&str, &str); 2] = [("erlang", "get_module_info"), ("alate", "information")];

impl<'a> Exports<'a> {
    pub fn interface(&self, module: &str) -> Option<&'a Interface> {
        self.user
            .get(module)
            .copied()
            .or_else(|| self.library.interface(module))
    }

    fn has_module(&self, module: &str) -> bool {
        self.interface(module).is_some() || BUILTINS.iter().any(|row| row.module == module)
    }

    fn has_function(&self, module: &str, name: &str, arity: usize) -> bool {
        EVERYWHERE.contains(&(name, arity))
            || builtins::find(module, name, arity).is_some()
            || self.interface(module).is_some_and(|interface| {
                interface
                    .exports
                    .iter()
                    .any(|(export, number)| export == name && *number == arity)
            })
    }

    /// The modules that are behaviours.
    pub fn behaviours(&self) -> Vec<&str> {
        let mut all = self.modules();
        all.retain(|module| {
            let interface = self.interface(module);
            interface.is_some_and(Interface::is_behaviour)
        });
        all
    }

    /// The names that a module exports, with their arities.
    fn functions(&self, module: &str) -> Vec<(String, usize)> {
        let mut all: Vec<(String, usize)> = self
            .interface(module)
            .map(|interface| interface.exports.clone())
            .unwrap_or_default();
        all.extend(
            BUILTINS
                .iter()
                .filter(|row| row.module == module)
                .map(|row| (row.name.to_owned(), row.arity as usize)),
        );
        all.sort();
        all.dedup();
        all
    }

    fn modules(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self
            .user
            .keys()
            .copied()
            .chain(self.library.names())
            .chain(BUILTINS.iter().map(|row| row.module))
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Adds a warning to each unit for every call that will raise `undef`.
pub fn check(plan: &mut Plan, library: &Library) {
    let interfaces: Vec<Interface> = plan
        .units
        .iter()
        .flat_map(|(_, unit)| unit.interfaces().cloned())
        .collect();
    let exports = Exports {
        user: interfaces
            .iter()
            .map(|interface| (interface.module.as_str(), interface))
            .collect(),
        library,
    };
    // Of a module with errors nothing is known: that there are errors is said already.
    let broken = plan.units.iter().filter(|(_, unit)| unit.has_errors());
    let broken: BTreeSet<String> = broken.map(|(_, unit)| module_of(&unit.path)).collect();
    for (_, unit) in &mut plan.units {
        let mut found = Vec::new();
        let called = unit.interfaces().flat_map(|interface| &interface.calls);
        for (module, name, arity) in called {
            let is_information = INFORMATION.contains(&(module.as_str(), name.as_str()));
            if is_information || broken.contains(module) {
                continue;
            }
            if !exports.has_module(module) {
                found.push(missing_module(unit, &exports, module, name, *arity));
            } else if !exports.has_function(module, name, *arity) {
                found.push(missing_function(unit, &exports, module, name, *arity));
            }
        }
        let used = unit.interfaces();
        for (module, name) in used.flat_map(|interface| &interface.variable_uses) {
            found.extend(missing_variable(unit, &exports, module, name));
        }
        found.extend(behaviours::check(unit, &exports));
        found.sort_by_key(|diagnostic| diagnostic.span.start);
        unit.diagnostics.extend(found);
    }
}

fn missing_module(
    unit: &Unit,
    exports: &Exports,
    module: &str,
    name: &str,
    arity: usize,
) -> Diagnostic {
    let message = format!("call to {module}:{name}/{arity}: module {module} is not in the program");
    let diagnostic = Diagnostic::warning("undefined-module", place(unit, module, name), message)
        .label("this call raises undef");
    match nearest(module, exports.modules()) {
        Some(near) => diagnostic.hint(did_you_mean(near)),
        None => diagnostic.hint(format!(
            "name its file too, or put {module}.lfe beside the first file or into a folder of -I"
        )),
    }
}

fn missing_function(
    unit: &Unit,
    exports: &Exports,
    module: &str,
    name: &str,
    arity: usize,
) -> Diagnostic {
    let message =
        format!("call to {module}:{name}/{arity}: module {module} exports no such function");
    let diagnostic = Diagnostic::warning(
        "undefined-remote-function",
        place(unit, module, name),
        message,
    )
    .label("this call raises undef");
    let functions = exports.functions(module);
    let arities: Vec<String> = functions
        .iter()
        .filter(|(export, _)| export == name)
        .map(|(export, arity)| format!("{export}/{arity}"))
        .collect();
    if !arities.is_empty() {
        return diagnostic.hint(format!("there is {}", arities.join(" and ")));
    }
    match nearest(name, functions.iter().map(|(name, _)| name.as_str())) {
        Some(near) => diagnostic.hint(did_you_mean(&format!("{module}:{near}"))),
        None => diagnostic,
    }
}

/// A dynamic variable that no module of the program defines.
fn missing_variable(
    unit: &Unit,
    exports: &Exports,
    module: &str,
    name: &str,
) -> Option<Diagnostic> {
    let interface = exports.interface(module);
    let defined: &[String] = interface.map_or(&[], |interface| &interface.variables);
    if defined.iter().any(|own| own == name) {
        return None;
    }
    let text = format!("{module}:{name}");
    let (reason, near) = match exports.has_module(module) {
        true => (
            format!("module {module} defines no such dynamic variable"),
            nearest(name, defined.iter().map(String::as_str))
                .map(|near| format!("{module}:{near}")),
        ),
        false => (
            format!("module {module} is not in the program"),
            nearest(module, exports.modules()).map(|near| format!("{near}:{name}")),
        ),
    };
    let message = format!("variable {text}: {reason}");
    let diagnostic = Diagnostic::warning("undefined-variable", place(unit, module, name), message)
        .label("this raises #(unbound_variable …)");
    Some(match near {
        Some(near) => diagnostic.hint(did_you_mean(&near)),
        None => diagnostic,
    })
}

/// Where a call is written. Interfaces carry no places, so it is looked for in the text:
/// `module:name`, `(: module name`, else an imported `name`, else the start of the file.
fn place(unit: &Unit, module: &str, name: &str) -> Span {
    let patterns = [
        format!("{module}:{name}"),
        format!("(: {module} {name}"),
        format!("({name}"),
    ];
    place_of(unit, &patterns)
}

/// Where the first of these that the text holds stands, without its parenthesis; else the start of the file.
pub fn place_of(unit: &Unit, patterns: &[String]) -> Span {
    let Some(file) = unit.sources.files.first() else {
        return Span::default();
    };
    for pattern in patterns {
        if let Some(start) = find_token(&file.text, pattern) {
            let skipped = usize::from(pattern.starts_with('('));
            return Span::new(FileId(0), start + skipped, start + pattern.len());
        }
    }
    Span::new(FileId(0), 0, 0)
}

/// The first occurrence of `pattern` outside comments that is not part of a longer name.
fn find_token(text: &str, pattern: &str) -> Option<usize> {
    let delimits = |c: char| c.is_whitespace() || "()[]{}\"';,`#".contains(c);
    text.match_indices(pattern)
        .find(|(start, _)| {
            let before = &text[..*start];
            let line = before.rsplit('\n').next().unwrap_or(before);
            let starts = before.chars().next_back().is_none_or(delimits);
            let ends = text[start + pattern.len()..]
                .chars()
                .next()
                .is_none_or(delimits);
            (starts || pattern.starts_with('(')) && ends && !line.contains(';')
        })
        .map(|(start, _)| start)
}

/// Two files of the same module.
pub fn duplicates(plan: &Plan) -> Vec<Failure> {
    let mut seen: BTreeMap<&str, &Unit> = BTreeMap::new();
    let mut failures = Vec::new();
    let modules = plan.units.iter().flat_map(|(_, unit)| {
        let interfaces = unit.interfaces();
        interfaces.map(move |interface| (interface.module.as_str(), unit))
    });
    for (module, unit) in modules {
        if let Some(first) = seen.insert(module, unit) {
            failures.push(Failure::new(format!(
                "module {module} is defined by both {} and {}",
                first.path.display(),
                unit.path.display()
            )));
        }
    }
    failures
}

/// The program's first function: module and arity.
pub fn main_function(plan: &Plan, wanted: Option<&str>) -> Result<(String, usize), Failure> {
    let is_main = |(name, arity): &(String, usize)| name == "main" && *arity < 2;
    let interface = match wanted {
        Some(name) => plan
            .units
            .iter()
            .flat_map(|(_, unit)| unit.interfaces())
            .find(|interface| interface.module == name)
            .ok_or_else(|| {
                Failure::new(format!("main module {name} is not in the program"))
                    .advice("--main takes the name of a module, and its file must be named or beside the first")
            })?,
        None => {
            // Of several modules of the first file it is the first with such a function.
            let unit = &plan.units[0].1;
            let mut with_main = unit.interfaces().filter(|one| one.exports.iter().any(is_main));
            with_main
                .next()
                .or_else(|| unit.interfaces().next())
                .ok_or_else(|| Failure::new(format!("{} has no module", unit.path.display())))?
        }
    };
    let arity = [1, 0].into_iter().find(|arity| {
        interface
            .exports
            .iter()
            .any(|(name, number)| name == "main" && number == arity)
    });
    match arity {
        Some(arity) => Ok((interface.module.clone(), arity)),
        None => Err(Failure::new(format!(
            "module {} exports neither main/1 nor main/0, so the program has no start",
            interface.module
        ))
        .advice(
            "define (main 0), or (main 1) to get the arguments, and export it: (export (main 0))",
        )
        .advice("if another module has it, name that module's file first or use --main MODULE")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_is_found_in_the_text() {
        let text = "; a:f\n(defun g () (a:foo (a:f 1)))";
        assert_eq!(find_token(text, "a:f"), Some(26));
        assert_eq!(&text[26..29], "a:f");
        assert_eq!(find_token(text, "b:f"), None);
    }
}
