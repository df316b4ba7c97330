//! In which order the modules of a program give their dynamic variables initial values.

use crate::library::Library;
use crate::plan::Plan;
use alate_compiler::pipeline::Interface;
use std::collections::{BTreeMap, BTreeSet};

/// The modules that define dynamic variables: each after those that it calls or names variables of,
/// as far as modules do not need each other; the rest by name.
pub fn order(plan: &Plan, library: &Library, main: &str) -> Vec<String> {
    let user = plan.units.iter().flat_map(|(_, unit)| unit.interfaces());
    let user = user.map(|interface| (interface.module.as_str(), interface));
    let library = plan.library.iter().filter_map(|name| {
        let interface = library.interface(name)?;
        Some((name.as_str(), interface))
    });
    let modules: BTreeMap<&str, &Interface> = library.chain(user).collect();
    let mut search = Search {
        modules: &modules,
        seen: BTreeSet::new(),
        order: Vec::new(),
    };
    for module in std::iter::once(main).chain(modules.keys().copied()) {
        search.visit(module);
    }
    search.order
}

struct Search<'a> {
    modules: &'a BTreeMap<&'a str, &'a Interface>,
    seen: BTreeSet<&'a str>,
    order: Vec<String>,
}

/// What is to be done: go to a module, or leave it after all that it needs.
enum Step<'a> {
    Enter(&'a str),
    Leave(&'a Interface),
}

impl<'a> Search<'a> {
    fn visit(&mut self, module: &'a str) {
        let mut steps = vec![Step::Enter(module)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Leave(interface) if interface.variables.is_empty() => {}
                Step::Leave(interface) => self.order.push(interface.module.clone()),
                Step::Enter(module) => {
                    let Some(interface) = self.modules.get(module) else {
                        continue;
                    };
                    if !self.seen.insert(module) {
                        continue;
                    }
                    steps.push(Step::Leave(interface));
                    let calls = interface.calls.iter().map(|(module, _, _)| module);
                    let names = interface.variable_uses.iter().map(|(module, _)| module);
                    let needed: BTreeSet<&String> = calls.chain(names).collect();
                    let needed = needed.into_iter().rev();
                    steps.extend(needed.map(|module| Step::Enter(module)));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn interface(module: &str, calls: &[&str], uses: &[&str]) -> Interface {
        Interface {
            module: module.to_string(),
            calls: calls
                .iter()
                .map(|module| (module.to_string(), "f".to_string(), 0))
                .collect(),
            variables: vec!["*v*".to_string()],
            variable_uses: uses
                .iter()
                .map(|module| (module.to_string(), "*v*".to_string()))
                .collect(),
            ..Interface::default()
        }
    }

    fn order_of(interfaces: &[Interface], first: &str) -> Vec<String> {
        let modules: BTreeMap<&str, &Interface> = interfaces
            .iter()
            .map(|interface| (interface.module.as_str(), interface))
            .collect();
        let mut search = Search {
            modules: &modules,
            seen: BTreeSet::new(),
            order: Vec::new(),
        };
        for module in std::iter::once(first).chain(modules.keys().copied()) {
            search.visit(module);
        }
        search.order
    }

    #[test]
    fn what_a_module_needs_comes_before_it() {
        let modules = [
            interface("main", &["b", "lists"], &["a"]),
            interface("a", &[], &["z"]),
            interface("b", &["a"], &[]),
            interface("other", &[], &[]),
            interface("z", &[], &[]),
        ];
        assert_eq!(order_of(&modules, "main"), ["z", "a", "b", "main", "other"]);
    }

    #[test]
    fn modules_that_need_each_other_come_once() {
        let modules = [interface("a", &["b"], &["a"]), interface("b", &[], &["a"])];
        assert_eq!(order_of(&modules, "a"), ["b", "a"]);
    }
}
