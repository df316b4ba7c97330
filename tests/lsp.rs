//! `alate lsp`, spoken to as an editor does.

#[path = "support/editor.rs"]
mod editor;
mod support;

use editor::{Client, eventually, position};
use serde_json::{Value, json};
use support::Folder;

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
