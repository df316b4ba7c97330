//! `alate lsp`, spoken to as an editor does.

mod support;

use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};
use support::{ALATE, Folder};

/// Nothing takes longer.
const LIMIT: Duration = Duration::from_secs(60);

/// A server, and what it has said that nobody has asked for yet.
struct Client {
    child: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    waiting: VecDeque<Value>,
    last: i64,
    root: String,
}

impl Client {
    fn start(folder: &Folder) -> Client {
        let mut child = Command::new(ALATE)
            .current_dir(folder.path())
            .arg("lsp")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let mut output = BufReader::new(child.stdout.take().expect("piped"));
        let (sender, messages) = mpsc::channel();
        thread::spawn(move || {
            while let Some(message) = read(&mut output) {
                if sender.send(message).is_err() {
                    break;
                }
            }
        });
        Client {
            input: child.stdin.take().expect("piped"),
            child,
            messages,
            waiting: VecDeque::new(),
            last: 0,
            root: format!("file://{}", folder.path().display()),
        }
    }

    /// A server that has been initialized for a folder.
    fn ready(folder: &Folder) -> Client {
        let mut client = Client::start(folder);
        let hierarchy = json!({ "documentSymbol": { "hierarchicalDocumentSymbolSupport": true } });
        let params = json!({
            "processId": null,
            "rootUri": client.root,
            "capabilities": { "textDocument": hierarchy },
        });
        let result = client.result("initialize", params);
        assert_eq!(result["serverInfo"]["name"], "alate");
        assert_eq!(result["capabilities"]["hoverProvider"], true);
        client.notify("initialized", json!({}));
        client
    }

    fn uri(&self, name: &str) -> String {
        format!("{}/{name}", self.root)
    }

    fn raw(&mut self, text: &str) {
        let message = format!("Content-Length: {}\r\n\r\n{text}", text.len());
        self.input
            .write_all(message.as_bytes())
            .expect("the server listens");
        self.input.flush().expect("the server listens");
    }

    fn send(&mut self, mut message: Value) {
        message["jsonrpc"] = json!("2.0");
        self.raw(&message.to_string());
    }

    fn notify(&mut self, method: &str, params: Value) {
        self.send(json!({ "method": method, "params": params }));
    }

    /// Sends a request; answers its number.
    fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.last += 1;
        self.send(json!({ "id": self.last, "method": method, "params": params }));
        self.last
    }

    /// The first message of a kind, whenever it came.
    fn wait(&mut self, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
        if let Some(index) = self.waiting.iter().position(&fits) {
            return self.waiting.remove(index).expect("it is there");
        }
        let end = Instant::now() + LIMIT;
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.messages.recv_timeout(left) {
                Ok(message) if fits(&message) => return message,
                Ok(message) => self.waiting.push_back(message),
                Err(error) => panic!("no {what}: {error}; there is {:?}", self.waiting),
            }
        }
    }

    fn response(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params);
        self.wait(method, |message| message["id"] == id)
    }

    #[track_caller]
    fn result(&mut self, method: &str, params: Value) -> Value {
        let response = self.response(method, params);
        assert!(response.get("error").is_none(), "{response}");
        response["result"].clone()
    }

    fn open(&mut self, name: &str, text: &str) {
        let uri = self.uri(name);
        let document = json!({ "uri": uri, "languageId": "lfe", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    fn change(&mut self, name: &str, version: i64, changes: Value) {
        let document = json!({ "uri": self.uri(name), "version": version });
        let params = json!({ "textDocument": document, "contentChanges": changes });
        self.notify("textDocument/didChange", params);
    }

    /// What is said of a version of a text.
    fn diagnostics(&mut self, name: &str, version: i64) -> Vec<Value> {
        let uri = self.uri(name);
        let message = self.wait("diagnostics", |message| {
            message["method"] == "textDocument/publishDiagnostics"
                && message["params"]["uri"] == uri
                && message["params"]["version"] == version
        });
        let found = message["params"]["diagnostics"].as_array();
        found.expect("a list").clone()
    }

    /// The place of the mark `needle` in a text, as parameters of a request.
    fn at(&self, name: &str, text: &str, needle: &str) -> Value {
        json!({ "textDocument": { "uri": self.uri(name) }, "position": position(text, needle) })
    }

    fn hover(&mut self, name: &str, text: &str, needle: &str) -> String {
        let params = self.at(name, text, needle);
        let result = self.result("textDocument/hover", params);
        let value = result["contents"]["value"].as_str();
        value
            .unwrap_or_else(|| panic!("no text: {result}"))
            .to_owned()
    }

    /// Where a name is defined: the file's name, line and column.
    fn definition(&mut self, name: &str, text: &str, needle: &str) -> Vec<(String, u64, u64)> {
        let params = self.at(name, text, needle);
        let result = self.result("textDocument/definition", params);
        let places = result.as_array().expect("a list").iter().map(|place| {
            let uri = place["uri"].as_str().expect("a name");
            let file = uri.rsplit('/').next().unwrap_or_default().to_owned();
            let start = &place["range"]["start"];
            let number = |key: &str| start[key].as_u64().expect("a number");
            (file, number("line"), number("character"))
        });
        places.collect()
    }

    fn labels(&mut self, name: &str, text: &str, needle: &str) -> Vec<String> {
        let mut params = self.at(name, text, needle);
        let character = params["position"]["character"].as_u64().expect("a number");
        params["position"]["character"] = json!(character + needle.encode_utf16().count() as u64);
        let result = self.result("textDocument/completion", params);
        let items = result["items"].as_array().expect("items").iter();
        items
            .map(|item| item["label"].as_str().expect("a label").to_owned())
            .collect()
    }

    /// Ends it in order; its status.
    fn end(mut self) -> Option<i32> {
        self.result("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.status()
    }

    fn status(&mut self) -> Option<i32> {
        let child = &mut self.child;
        let status = eventually("end of the server", || child.try_wait().expect("a child"));
        status.code()
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read(output: &mut impl BufRead) -> Option<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line).ok()? == 0 {
            return None;
        }
        match line.trim_end().split_once(": ") {
            Some((_, value)) => length = value.parse().ok()?,
            None => break,
        }
    }
    let mut bytes = vec![0; length];
    output.read_exact(&mut bytes).ok()?;
    serde_json::from_slice(&bytes).ok()
}

/// Line and column, in UTF-16, of the first place of a text in another.
#[track_caller]
fn position(text: &str, needle: &str) -> Value {
    let offset = text.find(needle).unwrap_or_else(|| panic!("no {needle}"));
    let before = &text[..offset];
    let line = before.matches('\n').count();
    let column = before.rsplit('\n').next().unwrap_or_default();
    json!({ "line": line, "character": column.encode_utf16().count() })
}

const MAIN: &str = r#"(defmodule main
  "Starts things."
  (export (main 0) (area 1)))

(include-file "macros.lfe")

(defrecord point x (y 0))

(defvar *depth* 0 "How deep we are.")

(defun main ()
  "The beginning."
  (let ((p (make-point x 1)))
    (io:format "ä𝄞 ~p~n" (list (util:double (area p) *depth*)))
    (twice (lists:reverse (list p)))))

(defun area
  "The area of a thing."
  ((p) (when (is-point p)) (* (point-x p) (point-y p)))
  ((other) other))
"#;

const UTIL: &str = r#"(defmodule util
  "Useful things."
  (export (double 2)))

(defun double (a b)
  "Both, twice."
  (* 2 (+ a (helper b))))

(defun helper (x) x)
"#;

const MACROS: &str = r#"(defmacro twice (form)
  "Does it twice."
  `(progn ,form ,form))
"#;

/// A folder with these files, and a server that has `main.lfe` open.
fn project() -> (Folder, Client) {
    let folder = Folder::new();
    folder.write("main.lfe", MAIN);
    folder.write("util.lfe", UTIL);
    folder.write("macros.lfe", MACROS);
    let mut client = Client::ready(&folder);
    client.open("main.lfe", MAIN);
    (folder, client)
}

#[test]
fn errors_come_while_typing_and_go() {
    let folder = Folder::new();
    let mut client = Client::ready(&folder);
    let text = "(defmodule m (export (f 1)))\n(defun f (x) (list \"𝄞\" (g x)))\n";
    client.open("m.lfe", text);
    let found = client.diagnostics("m.lfe", 1);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["code"], "undefined-function");
    assert_eq!(found[0]["severity"], 1);
    assert_eq!(found[0]["source"], "alate");
    let start = &found[0]["range"]["start"];
    assert_eq!(
        (&start["line"], &start["character"]),
        (&json!(1), &json!(25)),
        "{found:?}"
    );
    // `(g x)` becomes `(f x)`.
    let g = json!({ "line": 1, "character": 25 });
    let end = json!({ "line": 1, "character": 26 });
    let change = json!([{ "range": { "start": g, "end": end }, "text": "f" }]);
    client.change("m.lfe", 2, change);
    assert_eq!(client.diagnostics("m.lfe", 2), [] as [Value; 0]);
    // Two changes at once, one after the other.
    let start = json!({ "line": 1, "character": 0 });
    let place = json!({ "start": start, "end": start });
    client.change(
        "m.lfe",
        3,
        json!([
            { "range": place, "text": "(defun f (x) x)\n" },
            { "range": place, "text": "\n" },
        ]),
    );
    let found = client.diagnostics("m.lfe", 3);
    assert_eq!(found[0]["range"]["start"]["line"], 3, "{found:?}");
    client.change("m.lfe", 4, json!([{ "text": "(defmodule m" }]));
    assert_eq!(client.diagnostics("m.lfe", 4)[0]["code"], "missing-token");
    client.notify(
        "textDocument/didClose",
        json!({ "textDocument": { "uri": client.uri("m.lfe") } }),
    );
    let uri = client.uri("m.lfe");
    client.wait("empty diagnostics", |message| {
        message["params"]["uri"] == uri
            && message["params"].get("version").is_none()
            && message["params"]["diagnostics"] == json!([])
    });
    assert_eq!(client.end(), Some(0));
}

#[test]
fn hints_and_further_places_come_along() {
    let folder = Folder::new();
    folder.write(
        "other.lfe",
        "(defmodule other (export (known 1)))\n(defun known (x) x)\n",
    );
    let mut client = Client::ready(&folder);
    let text = "(defmodule m (export (f 1)))
(defun f (x) (tuple (lists:revers x) (other:knwon x)))
(defun f (x) x)\n";
    client.open("m.lfe", text);
    let found = client.diagnostics("m.lfe", 1);
    let related = found
        .iter()
        .find_map(|one| one["relatedInformation"].as_array());
    let related = related.unwrap_or_else(|| panic!("{found:?}"));
    assert_eq!(related[0]["location"]["uri"], client.uri("m.lfe"));
    client.change(
        "m.lfe",
        2,
        json!([{ "text": text.replace("(defun f (x) x)\n", "") }]),
    );
    let found = client.diagnostics("m.lfe", 2);
    let messages: Vec<&str> = found
        .iter()
        .filter_map(|one| one["message"].as_str())
        .collect();
    assert_eq!(messages.len(), 2, "{messages:?}");
    assert!(
        messages[0].contains("did you mean `lists:reverse`?"),
        "{messages:?}"
    );
    assert!(
        messages[1].contains("did you mean `other:known`?"),
        "{messages:?}"
    );
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_project_without_mistakes_is_told_nothing() {
    let (_folder, mut client) = project();
    assert_eq!(client.diagnostics("main.lfe", 1), [] as [Value; 0]);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn hover_shows_documentation() {
    let (_folder, mut client) = project();
    let mut shows = |needle: &str, texts: &[&str]| {
        let shown = client.hover("main.lfe", MAIN, needle);
        for text in texts {
            assert!(shown.contains(text), "{needle}: no {text:?} in {shown}");
        }
    };
    shows(
        "area p) *",
        &[
            "(area p) (when (is-point p))",
            "function `main:area/1`",
            "The area of a thing.",
        ],
    );
    shows(
        "lists:reverse",
        &["function `lists:reverse/1`", "reverse order"],
    );
    shows("util:double", &["(double a b)", "Both, twice."]);
    shows(
        "depth* 0",
        &["dynamic variable `main:*depth*`", "How deep we are."],
    );
    shows(
        "twice (lists",
        &[
            "macro",
            "Does it twice.",
            "expands to",
            "(progn (lists:reverse (list p)) (lists:reverse (list p)))",
        ],
    );
    shows(
        "make-point",
        &[
            "(defrecord point x (y 0))",
            "expands to",
            "(record point x 1)",
        ],
    );
    shows("let ((p", &["form `let`"]);
    // A variable, a word in a string.
    for needle in ["p (make", "~p~n"] {
        let params = client.at("main.lfe", MAIN, needle);
        assert_eq!(
            client.result("textDocument/hover", params),
            Value::Null,
            "{needle}"
        );
    }
    assert_eq!(client.end(), Some(0));
}

#[test]
fn definitions_are_found_here_in_included_files_and_elsewhere() {
    let (folder, mut client) = project();
    let mut leads = |needle: &str, place: (&str, u64, u64)| {
        let found = client.definition("main.lfe", MAIN, needle);
        assert_eq!(found, [(place.0.to_owned(), place.1, place.2)], "{needle}");
    };
    leads("area p) *", ("main.lfe", 16, 7));
    leads("area 1", ("main.lfe", 16, 7));
    leads("util:double", ("util.lfe", 4, 7));
    leads("twice (lists", ("macros.lfe", 0, 10));
    leads("depth*)))", ("main.lfe", 8, 8));
    leads("point-x", ("main.lfe", 6, 11));
    leads("p)))))", ("main.lfe", 12, 9));
    leads("other))", ("main.lfe", 19, 4));
    // The library is no file.
    assert_eq!(client.definition("main.lfe", MAIN, "lists:reverse"), []);
    // A text that is open counts as it is, not as it was saved.
    client.open(
        "util.lfe",
        &UTIL.replace("(defun double", "\n\n(defun double"),
    );
    let found = client.definition("main.lfe", MAIN, "util:double");
    assert_eq!(found, [("util.lfe".to_owned(), 6, 7)]);
    // A file of another folder of the workspace.
    folder.write(
        "lib/deep.lfe",
        "(defmodule deep (export (down 0)))\n(defun down () 1)\n",
    );
    let text = "(defmodule m (export (f 0)))\n(defun f () (deep:down))\n";
    client.open("m.lfe", text);
    client.notify("workspace/didChangeWatchedFiles", json!({ "changes": [] }));
    let found = client.definition("m.lfe", text, "deep:down");
    assert_eq!(found, [("deep.lfe".to_owned(), 1, 7)]);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn completion_knows_the_file_its_neighbours_and_the_library() {
    let (_folder, mut client) = project();
    let has = |labels: &[String], wanted: &[&str]| {
        for label in wanted {
            assert!(
                labels.iter().any(|own| own == label),
                "no {label} in {labels:?}"
            );
        }
    };
    let labels = client.labels("main.lfe", MAIN, "lists:r");
    has(&labels, &["reverse/1", "reverse/2"]);
    assert!(
        !labels.iter().any(|label| label.contains("map")),
        "{labels:?}"
    );
    let labels = client.labels("main.lfe", MAIN, "util:");
    assert_eq!(labels, ["double/2"]);
    let labels = client.labels("main.lfe", MAIN, "(a");
    has(&labels, &["area/1", "andalso", "abs/1", "atomics:"]);
    let labels = client.labels("main.lfe", MAIN, "(make-p");
    has(&labels, &["make-point", "main/0"]);
    let labels = client.labels("main.lfe", MAIN, "((o");
    has(&labels, &["orelse", "os:"]);
    // In a text that cannot be read yet, and in a string.
    let text = "(defmodule m)\n(defun f (value other)\n  (list \"va\" va";
    client.open("m.lfe", text);
    has(&client.labels("m.lfe", text, "\"va\" va"), &["value"]);
    assert_eq!(client.labels("m.lfe", text, "\"va"), [] as [&str; 0]);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn symbols_are_what_a_file_defines() {
    let (_folder, mut client) = project();
    // What macros have defined is known when the text has been compiled.
    client.diagnostics("main.lfe", 1);
    let document = json!({ "textDocument": { "uri": client.uri("main.lfe") } });
    let symbols = client.result("textDocument/documentSymbol", document);
    assert_eq!(symbols.as_array().expect("a list").len(), 1);
    assert_eq!(symbols[0]["name"], "main");
    let children = symbols[0]["children"].as_array().expect("a list").iter();
    let names: Vec<&str> = children
        .filter_map(|child| child["name"].as_str())
        .collect();
    assert_eq!(names, ["point", "*depth*", "main/0", "area/1"]);
    let area = &symbols[0]["children"][3];
    assert_eq!(area["selectionRange"]["start"], position(MAIN, "area\n"));
    assert_eq!(area["range"]["start"], position(MAIN, "(defun area"));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn what_macros_define_is_known() {
    let folder = Folder::new();
    let mut client = Client::ready(&folder);
    let text = "(defmodule m (export (seven 0)))
(defmacro constant (name value) `(defun ,name () \"A constant.\" ,value))
(constant seven 7)
(defun f () (seven))\n";
    client.open("m.lfe", text);
    client.diagnostics("m.lfe", 1);
    assert!(
        client
            .hover("m.lfe", text, "seven))")
            .contains("A constant.")
    );
    let found = client.definition("m.lfe", text, "seven))");
    assert_eq!(found, [("m.lfe".to_owned(), 2, 0)]);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn macro_calls_are_expanded_on_request() {
    let (_folder, mut client) = project();
    let uri = client.uri("main.lfe");
    let place = position(MAIN, "twice (lists");
    let range = json!({ "start": place, "end": place });
    let params =
        json!({ "textDocument": { "uri": uri }, "range": range, "context": { "diagnostics": [] } });
    let actions = client.result("textDocument/codeAction", params);
    let command = &actions[0]["command"];
    assert_eq!(command["command"], "alate.expandMacro", "{actions}");
    let params = json!({ "command": "alate.expandMacro", "arguments": command["arguments"] });
    let text = client.result("workspace/executeCommand", params);
    let text = text.as_str().expect("a text");
    assert!(
        text.starts_with("(progn (lists:reverse (list p)) (lists:reverse (list p)))"),
        "{text}"
    );
    assert!(text.contains("(call 'lists 'reverse (list p))"), "{text}");
    // Who asks by the menu is shown it.
    let shown = client.wait("a message", |message| {
        message["method"] == "window/showMessage"
    });
    assert_eq!(shown["params"]["message"], text);
    // What is no macro.
    let place = position(MAIN, "area p) *");
    let params = json!({ "command": "alate.expandMacro", "arguments": [uri, place] });
    let response = client.response("workspace/executeCommand", params);
    assert_eq!(response["error"]["message"], "this is no call of a macro");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn macros_that_print_read_or_never_end_disturb_nobody() {
    let folder = Folder::new();
    let mut client = Client::ready(&folder);
    let text = "(defmodule m (export (f 0)))
(defmacro noisy () (io:format \"Content-Length: 2~n\") `'quiet)
(defmacro curious () (io:get_line \"\") `'quiet)
(defun f () (list (noisy) (curious)))\n";
    client.open("m.lfe", text);
    assert_eq!(client.diagnostics("m.lfe", 1), [] as [Value; 0]);
    // One that runs for ever is ended when the text changes.
    let endless = "(defmodule m (export (f 0)))
(eval-when-compile (defun for-ever () (for-ever)))
(defmacro endless () (for-ever))
(defun f () (endless))\n";
    client.change("m.lfe", 2, json!([{ "text": endless }]));
    // Who points at its call is shown the rest.
    let shown = client.hover("m.lfe", endless, "endless))");
    assert!(
        shown.contains("macro") && !shown.contains("expands"),
        "{shown}"
    );
    assert!(
        client
            .hover("m.lfe", endless, "endless () (")
            .contains("macro")
    );
    client.change("m.lfe", 3, json!([{ "text": text }]));
    assert_eq!(client.diagnostics("m.lfe", 3), [] as [Value; 0]);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_request_can_be_cancelled() {
    let folder = Folder::new();
    let mut client = Client::ready(&folder);
    let endless = "(defmodule m (export (f 0)))
(eval-when-compile (defun for-ever () (for-ever)))
(defmacro endless () (for-ever))
(defun f () (endless))\n";
    client.open("m.lfe", endless);
    let place = position(endless, "endless))");
    let params =
        json!({ "command": "alate.expandMacro", "arguments": [client.uri("m.lfe"), place] });
    let id = client.ask("workspace/executeCommand", params);
    client.notify("$/cancelRequest", json!({ "id": id }));
    let response = client.wait("an answer", |message| message["id"] == id);
    assert_eq!(response["error"]["code"], -32800, "{response}");
    // It answers others meanwhile.
    assert!(client.hover("m.lfe", endless, "defun f").contains("defun"));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn what_makes_no_sense_is_refused() {
    let folder = Folder::new();
    let mut client = Client::start(&folder);
    let code = |response: Value| response["error"]["code"].as_i64();
    let hover = json!({ "textDocument": { "uri": "file:///nowhere.lfe" }, "position": { "line": 0, "character": 0 } });
    assert_eq!(
        code(client.response("textDocument/hover", hover.clone())),
        Some(-32002)
    );
    let params = json!({ "capabilities": {} });
    client.result("initialize", params.clone());
    assert_eq!(code(client.response("initialize", params)), Some(-32600));
    client.raw("{ this is no JSON");
    let answer = client.wait("an answer", |message| message["error"]["code"] == -32700);
    assert_eq!(answer["id"], Value::Null);
    client.raw("{\"id\": \"x\"}");
    client.wait("an answer", |message| {
        message["id"] == "x" && message["error"]["code"] == -32600
    });
    assert_eq!(code(client.response("no/such", json!({}))), Some(-32601));
    assert_eq!(
        code(client.response("textDocument/hover", json!({ "x": 1 }))),
        Some(-32602)
    );
    assert_eq!(
        code(client.response("textDocument/hover", hover)),
        Some(-32602)
    );
    let params = json!({ "command": "no-such", "arguments": [] });
    assert_eq!(
        code(client.response("workspace/executeCommand", params)),
        Some(-32602)
    );
    client.notify("textDocument/didChange", json!([1, 2]));
    client.notify("no/such", json!(7));
    client.send(json!({ "id": 99, "result": null }));
    // Positions that are nowhere.
    client.open("m.lfe", "(defmodule m)\n");
    for line in [0, 7, 4_000_000_000u32] {
        let uri = client.uri("m.lfe");
        let params = json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": line } });
        client.result("textDocument/hover", params);
    }
    client.result("shutdown", Value::Null);
    assert_eq!(code(client.response("shutdown", Value::Null)), Some(-32600));
    client.notify("exit", Value::Null);
    assert_eq!(client.status(), Some(0));
}

#[test]
fn an_end_without_shutdown_is_a_failure() {
    let folder = Folder::new();
    let mut client = Client::ready(&folder);
    client.notify("exit", Value::Null);
    assert_eq!(client.status(), Some(1));
}

#[test]
fn nothing_goes_on_when_the_server_is_killed() {
    let folder = Folder::new();
    let mut client = Client::ready(&folder);
    let endless = "(defmodule m (export (f 0)))
(eval-when-compile (defun for-ever () (for-ever)))
(defmacro endless () (for-ever))
(defun f () (endless))\n";
    client.open("m.lfe", endless);
    let tasks = format!("/proc/{}/task", client.child.id());
    let worker = eventually("a process that compiles", || {
        let threads = std::fs::read_dir(&tasks).ok()?.flatten();
        let children = threads
            .filter_map(|thread| std::fs::read_to_string(thread.path().join("children")).ok());
        let children: Vec<String> = children.collect();
        let first = children.concat();
        first.split_whitespace().next().map(str::to_owned)
    });
    client.child.kill().expect("it runs");
    eventually("the end of that process", || {
        let status = std::fs::read_to_string(format!("/proc/{worker}/stat"));
        // One that nobody has waited for yet has ended, too.
        let is_over = status.map_or(true, |text| text.contains(") Z "));
        is_over.then_some(())
    });
}

/// What comes about within the limit.
fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + LIMIT;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < end, "no {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn all_places_of_a_text_can_be_asked_for() {
    let folder = Folder::new();
    let mut client = Client::ready(&folder);
    let text = "(defmodule m (export (ä 1)))\n(defun ä (x) #'ä/1 `(a ,@x . y) #(1 2) \"𝄞\" ; c\n (let (((cons a _) x)) a))\n(broken [\n";
    client.open("m.lfe", text);
    let mut last = 0;
    for (line, content) in text.split('\n').enumerate() {
        for character in 0..=content.encode_utf16().count() {
            let document = json!({ "uri": client.uri("m.lfe") });
            let position = json!({ "line": line, "character": character });
            let params = json!({ "textDocument": document, "position": position });
            for method in ["hover", "definition", "completion"] {
                last = client.ask(&format!("textDocument/{method}"), params.clone());
            }
        }
    }
    for id in 2..=last {
        let response = client.wait("an answer", |message| message["id"] == id);
        assert!(response.get("error").is_none(), "{response}");
    }
    assert_eq!(client.end(), Some(0));
}
