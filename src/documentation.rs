//! Documentation by name: of modules of the library, which the command carries, and of the user's, which
//! is read from their sources; and `alate doc`, which shows it.

use crate::arguments::{Color, Doc};
use crate::failure::Failure;
use crate::library::Library;
use crate::macros::Macros;
use crate::report::{self, Report};
use crate::surroundings::{Surroundings, module_of};
use crate::{plan, unit};
use alate_compiler::base::suggest::{did_you_mean, nearest};
use alate_compiler::documentation::render::{self, Style};
use alate_compiler::documentation::{Entry, Kind, Module, core_forms};
use alate_compiler::pipeline::{Options, Stage};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Functions that every module has, or that are nobody's business.
const INTERNAL: &[&str] = &["module_info", "__info__", "LFE-EXPAND-EXPORTED-MACRO"];

/// What is asked for: a module, a name in it, one of its arities.
#[derive(PartialEq, Eq, Debug)]
pub struct Wanted {
    pub module: Place,
    pub name: Option<(String, Option<usize>)>,
}

#[derive(PartialEq, Eq, Debug)]
pub enum Place {
    Module(String),
    File(PathBuf),
}

impl Wanted {
    /// `MODULE[:NAME[/ARITY]]`, with the path of a file in the place of the module, too.
    pub fn parse(text: &str) -> Wanted {
        let (module, name) = match text.find(".lfe:") {
            Some(end) => (&text[..end + 4], Some(&text[end + 5..])),
            None if text.ends_with(".lfe") => (text, None),
            None => match text.split_once(':') {
                Some((module, name)) => (module, Some(name)),
                None => (text, None),
            },
        };
        let name = name.filter(|name| !name.is_empty()).map(|name| {
            // The function `/` has a name like any other.
            match name.rsplit_once('/') {
                Some((name, arity)) if !name.is_empty() && arity.parse::<usize>().is_ok() => {
                    (name.to_owned(), arity.parse().ok())
                }
                _ => (name.to_owned(), None),
            }
        });
        let module = match module.ends_with(".lfe") {
            true => Place::File(PathBuf::from(module)),
            false => Place::Module(module.to_owned()),
        };
        Wanted { module, name }
    }
}

/// The documentation of a module of the library, with its builtins.
pub fn of_library(library: &Library, name: &str) -> Option<Module> {
    let interface = library.interface(name)?;
    let mut module = library.documentation(name)?;
    for (function, arity) in &interface.exports {
        let is_known = module.entries.iter().any(|entry| {
            entry.kind == Kind::Function && entry.name == *function && entry.arity == Some(*arity)
        });
        if !is_known && !INTERNAL.contains(&function.as_str()) {
            module.entries.push(Entry::builtin(function, *arity));
        }
    }
    Some(module)
}

/// Where documentation is looked for.
pub struct Documents<'a> {
    pub library: &'a Library,
    pub surroundings: &'a Surroundings<'a>,
    pub macros: &'a Macros<'a>,
}

impl Documents<'_> {
    /// The modules of a file.
    pub fn of_file(&self, path: &Path) -> Result<Vec<Module>, Failure> {
        let options = Options {
            emit: Some(Stage::Expand),
            documentation: true,
            ..Options::default()
        };
        let host = self.macros.within(&module_of(path));
        let unit = unit::make(path, "", &options, &host);
        match unit.unreadable {
            Some(failure) => Err(failure),
            None => Ok(unit.documentation),
        }
    }

    /// A module by name: the user's hide those of the library.
    fn of_module(&self, name: &str) -> Result<Option<Module>, Failure> {
        if let Some(path) = self.surroundings.find(name) {
            let mut modules = self.of_file(&path)?.into_iter();
            return Ok(modules.find(|module| module.name == name));
        }
        Ok(of_library(self.library, name))
    }

    /// The text that is asked for, or why there is none.
    pub fn describe(&self, wanted: &Wanted, style: Style) -> Result<String, Failure> {
        let modules = match &wanted.module {
            Place::File(path) => self.of_file(path)?,
            Place::Module(name) => match self.of_module(name)? {
                Some(module) => vec![module],
                None => return self.without_module(name, wanted, style),
            },
        };
        describe(&modules, wanted, style)
    }

    /// There is no such module: a form of the language, or a slip.
    fn without_module(&self, name: &str, wanted: &Wanted, style: Style) -> Result<String, Failure> {
        if wanted.name.is_none()
            && let Some(form) = core_forms::find(name)
        {
            return Ok(render::core_form_text(form, style));
        }
        let failure = Failure::new(format!("there is no module {name}"));
        let own = self.surroundings.candidates.keys().map(String::as_str);
        let forms = core_forms::ALL.iter().map(|form| form.name);
        let names = own.chain(self.library.names()).chain(forms);
        Err(match nearest(name, names) {
            Some(near) => failure.advice(did_you_mean(near)),
            None => failure.advice("its file is looked for here and in the folders of -I"),
        })
    }
}

/// Modules of a file, or what they have of a name.
pub fn describe(modules: &[Module], wanted: &Wanted, style: Style) -> Result<String, Failure> {
    let Some((name, arity)) = &wanted.name else {
        let texts = modules
            .iter()
            .map(|module| render::module_text(module, style));
        return Ok(texts.collect::<Vec<_>>().join("\n"));
    };
    let found = modules.iter().flat_map(|module| {
        let entries = module.find(name, *arity).into_iter();
        entries.map(move |entry| render::entry_text(module, entry, style))
    });
    let found: Vec<String> = found.collect();
    match found.is_empty() {
        true => Err(without_entry(modules, name, *arity)),
        false => Ok(found.join("\n")),
    }
}

fn without_entry(modules: &[Module], name: &str, arity: Option<usize>) -> Failure {
    let names: Vec<&str> = modules.iter().map(|module| module.name.as_str()).collect();
    let module = names.join(", ");
    let label = match arity {
        Some(arity) => format!("{name}/{arity}"),
        None => name.to_owned(),
    };
    let failure = Failure::new(format!("module {module} has no {label}"));
    let others = modules.iter().flat_map(|module| module.find(name, None));
    let others: Vec<String> = others.map(Entry::label).collect();
    if !others.is_empty() {
        return failure.advice(format!("there is {}", others.join(" and ")));
    }
    match modules
        .iter()
        .find_map(|module| Some((module, module.nearest(name)?)))
    {
        Some((module, near)) => failure.advice(did_you_mean(&format!("{}:{near}", module.name))),
        None => failure.advice(format!("`alate doc {module}` shows what it has")),
    }
}

/// Whether what goes to standard output may be coloured.
pub fn style(color: Color) -> Style {
    Style {
        colour: report::is_coloured(color, std::io::stdout().is_terminal()),
    }
}

/// `alate doc`.
pub fn show(arguments: &Doc) -> ExitCode {
    let wanted = Wanted::parse(&arguments.name);
    let style = style(arguments.color);
    let text = Library::open().and_then(|library| {
        let surroundings = Surroundings::new(&library, &[], &arguments.folders);
        let macros = Macros::new(&surroundings);
        let documents = Documents {
            library: &library,
            surroundings: &surroundings,
            macros: &macros,
        };
        plan::threads().install(|| documents.describe(&wanted, style))
    });
    match text {
        Ok(text) => {
            // A closed pipe is no reason to complain.
            let _ = std::io::stdout().lock().write_all(text.as_bytes());
            ExitCode::SUCCESS
        }
        Err(failure) => {
            Report::new(&Default::default()).failure(&failure);
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for() {
        let named = |module: &str, name: Option<(&str, Option<usize>)>| Wanted {
            module: match module.ends_with(".lfe") {
                true => Place::File(module.into()),
                false => Place::Module(module.into()),
            },
            name: name.map(|(name, arity)| (name.to_owned(), arity)),
        };
        let cases = [
            ("lists", named("lists", None)),
            ("lists:map", named("lists", Some(("map", None)))),
            ("lists:map/2", named("lists", Some(("map", Some(2))))),
            ("erlang:/", named("erlang", Some(("/", None)))),
            ("erlang://2", named("erlang", Some(("/", Some(2))))),
            ("erlang:=/=", named("erlang", Some(("=/=", None)))),
            ("a/b.lfe", named("a/b.lfe", None)),
            ("a/b.lfe:f/0", named("a/b.lfe", Some(("f", Some(0))))),
        ];
        for (text, wanted) in cases {
            assert_eq!(Wanted::parse(text), wanted, "{text}");
        }
    }
}
