//! What processes ask of the compiler beside them, and the answers: terms in the external format.
//! The module `alate_compiler` of the library is the other side.

use alate_compiler::base::span::Span;
use alate_compiler::macros::external::{Places, Reader, Writer};
use alate_compiler::session::{Form, Kind};

/// A question.
pub enum Question {
    /// `#(session number)`: begins a session, or begins it anew.
    Session(u64),
    /// `#(evaluate number form variables)`: compiles a form of a session.
    Evaluate(u64, Form, Vec<String>),
    /// `#(evaluate_all forms variables)`: forms of a session of their own, of which the last one's value
    /// counts.
    EvaluateAll(Vec<Form>, Vec<String>),
    /// `#(release name)`: the module of an expression has been entered, and its name can be used again.
    Release(String),
    /// `#(parse name text)`: reads forms.
    Parse(String, String),
    /// `#(read prompt)`: reads forms from the terminal.
    Read(String),
    /// `#(compile file)`: compiles a file and loads its modules.
    Compile(String),
    /// `#(compile_forms forms)`: the same with forms.
    CompileForms(Vec<Form>),
    /// `#(objects file)`, `#(objects_of_forms forms)`: compiles and answers the modules.
    Objects(String),
    ObjectsOfForms(Vec<Form>),
    /// `#(load_object binary)`: loads such a module.
    LoadObject(Vec<u8>),
    /// `#(expand number question)`: expands a form with the macros of a session.
    Expand(u64, Form),
    /// `#(load module)`: loads a module of the library, or one whose file is in the folders searched.
    Load(String),
    /// `#(slurp number file)`: takes what a file defines into a session.
    Slurp(u64, String),
    /// `#(unslurp number)`: goes back to before that.
    Unslurp(u64),
    /// `#(interrupt)`: is answered when the user interrupts.
    Interrupt,
    /// `#(documentation module function)`.
    Documentation(String, Option<(String, Option<usize>)>),
}

impl Question {
    /// The question in these bytes; none: nobody asks so.
    pub fn from_bytes(bytes: &[u8]) -> Option<Question> {
        let nowhere = Places::default();
        let form = Reader::new(bytes, Span::default(), &nowhere)
            .ok()?
            .form()
            .ok()?;
        let Kind::Tuple(parts) = form.kind else {
            return None;
        };
        let mut parts = parts.into_iter();
        let kind = parts.next()?;
        let mut next = || parts.next();
        Some(match kind.as_symbol()?.as_str() {
            "session" => Question::Session(number(&next()?)?),
            "evaluate" => Question::Evaluate(number(&next()?)?, next()?, names(&next()?)?),
            "evaluate_all" => Question::EvaluateAll(forms(next()?)?, names(&next()?)?),
            "release" => Question::Release(name(&next()?)?),
            "parse" => Question::Parse(text(&next()?)?, text(&next()?)?),
            "read" => Question::Read(text(&next()?)?),
            "compile" => Question::Compile(text(&next()?)?),
            "compile_forms" => Question::CompileForms(forms(next()?)?),
            "objects" => Question::Objects(text(&next()?)?),
            "objects_of_forms" => Question::ObjectsOfForms(forms(next()?)?),
            "load_object" => match next()?.kind {
                Kind::Binary(bytes, _) => Question::LoadObject(bytes),
                _ => return None,
            },
            "expand" => Question::Expand(number(&next()?)?, next()?),
            "load" => Question::Load(name(&next()?)?),
            "slurp" => Question::Slurp(number(&next()?)?, text(&next()?)?),
            "unslurp" => Question::Unslurp(number(&next()?)?),
            "interrupt" => Question::Interrupt,
            "documentation" => {
                let module = name(&next()?)?;
                let function = next().and_then(|form| name(&form));
                let arity = next().and_then(|form| number(&form));
                let arity = arity.and_then(|arity| usize::try_from(arity).ok());
                Question::Documentation(module, function.map(|function| (function, arity)))
            }
            _ => return None,
        })
    }
}

/// A form as the bytes of a term.
pub fn encoded(form: &Form) -> Vec<u8> {
    let mut writer = Writer::new();
    writer.form(form);
    writer.finish().0
}

fn number(form: &Form) -> Option<u64> {
    match &form.kind {
        Kind::Integer(value) => u64::try_from(value).ok(),
        _ => None,
    }
}

fn name(form: &Form) -> Option<String> {
    Some(form.as_symbol()?.to_string())
}

fn forms(form: Form) -> Option<Vec<Form>> {
    match form.kind {
        Kind::List(forms) => Some(forms),
        // A list of small integers.
        Kind::String(text) => {
            let integer = |c| Form::integer(Span::default(), i64::from(u32::from(c)));
            Some(text.chars().map(integer).collect())
        }
        _ => None,
    }
}

fn names(form: &Form) -> Option<Vec<String>> {
    form.as_list()?.iter().map(name).collect()
}

/// A binary of UTF-8.
fn text(form: &Form) -> Option<String> {
    match &form.kind {
        Kind::Binary(bytes, _) => String::from_utf8(bytes.clone()).ok(),
        _ => None,
    }
}

/// A term that is an answer.
pub enum Answer {
    Atom(String),
    /// A binary of UTF-8.
    Text(String),
    List(Vec<Answer>),
    Tuple(Vec<Answer>),
    Form(Form),
    Binary(Vec<u8>),
    Integer(i64),
    /// A term that is encoded already; it stands alone.
    Encoded(Vec<u8>),
}

impl Answer {
    pub fn atom(name: &str) -> Answer {
        Answer::Atom(name.to_owned())
    }

    /// `#(name part …)`.
    pub fn tagged(name: &str, parts: impl IntoIterator<Item = Answer>) -> Answer {
        let tag = std::iter::once(Answer::atom(name));
        Answer::Tuple(tag.chain(parts).collect())
    }

    pub fn atoms(names: impl IntoIterator<Item = String>) -> Answer {
        Answer::List(names.into_iter().map(Answer::Atom).collect())
    }

    pub fn to_bytes(&self) -> Vec<u8> {
        if let Answer::Encoded(bytes) = self {
            return bytes.clone();
        }
        let mut writer = Writer::new();
        self.write(&mut writer);
        writer.finish().0
    }

    fn write<'a>(&'a self, writer: &mut Writer<'a>) {
        match self {
            Answer::Atom(name) => writer.atom(name),
            Answer::Text(text) => writer.binary(text.as_bytes()),
            Answer::List(parts) => {
                writer.list(parts.len());
                parts.iter().for_each(|part| part.write(writer));
                if !parts.is_empty() {
                    writer.nil();
                }
            }
            Answer::Tuple(parts) => {
                writer.tuple(parts.len());
                parts.iter().for_each(|part| part.write(writer));
            }
            Answer::Form(form) => writer.form(form),
            Answer::Binary(bytes) | Answer::Encoded(bytes) => writer.binary(bytes),
            Answer::Integer(value) => writer.number(*value),
        }
    }
}
