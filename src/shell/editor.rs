//! Reads forms from a terminal: editing over several lines, history, completion.

use super::evaluator::{Evaluator, is_incomplete};
use super::wire::Answer;
use alate_compiler::session::Session;
use rustyline::completion::Completer;
use rustyline::error::ReadlineError;
use rustyline::highlight::{CmdKind, Highlighter, MatchingBracketHighlighter};
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{CompletionType, Config, Context, Editor, Helper};
use std::borrow::Cow;
use std::path::PathBuf;

/// Lines that the history keeps.
const HISTORY: usize = 2000;

/// A terminal at which forms are typed.
pub struct Terminal {
    editor: Editor<Lisp, FileHistory>,
    evaluator: &'static Evaluator,
    history: Option<PathBuf>,
}

impl Terminal {
    /// The standard streams' terminal. The error is a sentence for the user.
    pub fn new(evaluator: &'static Evaluator) -> Result<Terminal, String> {
        let config = Config::builder()
            .max_history_size(HISTORY)
            .and_then(|config| config.history_ignore_dups(true));
        let config = config.map_err(|error| error.to_string())?;
        let config = config.completion_type(CompletionType::List).build();
        let mut editor = Editor::with_config(config).map_err(|error| error.to_string())?;
        editor.set_helper(Some(Lisp {
            evaluator,
            brackets: MatchingBracketHighlighter::new(),
        }));
        let history = history_file();
        if let Some(path) = &history {
            // The first session has none.
            let _ = editor.load_history(path);
        }
        Ok(Terminal {
            editor,
            evaluator,
            history,
        })
    }

    /// Forms: as an answer to `#(parse …)`, or `eof`, or `interrupted`.
    pub fn read(&mut self, prompt: &str) -> Answer {
        let text = match self.editor.readline(prompt) {
            Ok(text) => text,
            Err(ReadlineError::Interrupted) => return Answer::atom("interrupted"),
            Err(ReadlineError::Eof) => return Answer::atom("eof"),
            Err(error) => {
                let text = Answer::Text(error.to_string());
                return Answer::tagged("error", [text]);
            }
        };
        if !text.trim().is_empty() {
            // A history that cannot be kept is no reason to refuse what was typed.
            let _ = self.editor.add_history_entry(&text);
            if let Some(path) = &self.history {
                let _ = self.editor.append_history(path);
            }
        }
        self.evaluator.parse("shell", &text)
    }
}

/// Where the history is kept between sessions.
fn history_file() -> Option<PathBuf> {
    let state = std::env::var_os("XDG_STATE_HOME").map(PathBuf::from);
    let state = state.filter(|folder| folder.is_absolute());
    let home = || Some(PathBuf::from(std::env::var_os("HOME")?).join(".local/state"));
    let folder = state.or_else(home)?.join("alate");
    std::fs::create_dir_all(&folder).ok()?;
    Some(folder.join("history"))
}

/// What the editor knows of Lisp.
struct Lisp {
    evaluator: &'static Evaluator,
    brackets: MatchingBracketHighlighter,
}

impl Helper for Lisp {}

impl Hinter for Lisp {
    type Hint = String;
}

impl Highlighter for Lisp {
    fn highlight<'l>(&self, line: &'l str, position: usize) -> Cow<'l, str> {
        self.brackets.highlight(line, position)
    }

    fn highlight_char(&self, line: &str, position: usize, kind: CmdKind) -> bool {
        self.brackets.highlight_char(line, position, kind)
    }
}

impl Validator for Lisp {
    fn validate(&self, context: &mut ValidationContext) -> rustyline::Result<ValidationResult> {
        let (_, _, diagnostics) = Session::read("shell", context.input());
        Ok(match is_incomplete(&diagnostics) {
            true => ValidationResult::Incomplete,
            false => ValidationResult::Valid(None),
        })
    }
}

impl Completer for Lisp {
    type Candidate = String;

    fn complete(
        &self,
        line: &str,
        position: usize,
        _: &Context<'_>,
    ) -> rustyline::Result<(usize, Vec<String>)> {
        let ends_name = |c: char| c.is_whitespace() || "()[]'`,\"#;".contains(c);
        let before = &line[..position];
        let start = before.rfind(ends_name).map_or(0, |at| {
            at + before[at..].chars().next().map_or(0, char::len_utf8)
        });
        match &before[start..] {
            "" => Ok((position, Vec::new())),
            name => Ok((start, self.evaluator.completions(name))),
        }
    }
}
