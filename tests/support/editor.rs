//! An editor that speaks the Language Server Protocol with `alate lsp`.

use crate::support::{ALATE, Folder};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

/// Nothing takes longer.
const LIMIT: Duration = Duration::from_secs(60);

/// A server, and what it has said that nobody has asked for yet.
pub struct Client {
    pub child: Child,
    input: ChildStdin,
    messages: Receiver<Value>,
    waiting: VecDeque<Value>,
    last: i64,
    pub root: String,
}

impl Client {
    pub fn start(folder: &Folder) -> Client {
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
    pub fn ready(folder: &Folder) -> Client {
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

    pub fn uri(&self, name: &str) -> String {
        format!("{}/{name}", self.root)
    }

    pub fn raw(&mut self, text: &str) {
        let message = format!("Content-Length: {}\r\n\r\n{text}", text.len());
        self.input
            .write_all(message.as_bytes())
            .expect("the server listens");
        self.input.flush().expect("the server listens");
    }

    pub fn send(&mut self, mut message: Value) {
        message["jsonrpc"] = json!("2.0");
        self.raw(&message.to_string());
    }

    pub fn notify(&mut self, method: &str, params: Value) {
        self.send(json!({ "method": method, "params": params }));
    }

    /// Sends a request; answers its number.
    pub fn ask(&mut self, method: &str, params: Value) -> i64 {
        self.last += 1;
        self.send(json!({ "id": self.last, "method": method, "params": params }));
        self.last
    }

    /// The first message of a kind, whenever it came.
    pub fn wait(&mut self, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
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

    pub fn response(&mut self, method: &str, params: Value) -> Value {
        let id = self.ask(method, params);
        self.wait(method, |message| message["id"] == id)
    }

    #[track_caller]
    pub fn result(&mut self, method: &str, params: Value) -> Value {
        let response = self.response(method, params);
        assert!(response.get("error").is_none(), "{response}");
        response["result"].clone()
    }

    pub fn open(&mut self, name: &str, text: &str) {
        let uri = self.uri(name);
        let document = json!({ "uri": uri, "languageId": "lfe", "version": 1, "text": text });
        self.notify("textDocument/didOpen", json!({ "textDocument": document }));
    }

    pub fn change(&mut self, name: &str, version: i64, changes: Value) {
        let document = json!({ "uri": self.uri(name), "version": version });
        let params = json!({ "textDocument": document, "contentChanges": changes });
        self.notify("textDocument/didChange", params);
    }

    /// What is said of a version of a text.
    pub fn diagnostics(&mut self, name: &str, version: i64) -> Vec<Value> {
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
    pub fn at(&self, name: &str, text: &str, needle: &str) -> Value {
        json!({ "textDocument": { "uri": self.uri(name) }, "position": position(text, needle) })
    }

    pub fn hover(&mut self, name: &str, text: &str, needle: &str) -> String {
        let params = self.at(name, text, needle);
        let result = self.result("textDocument/hover", params);
        let value = result["contents"]["value"].as_str();
        value
            .unwrap_or_else(|| panic!("no text: {result}"))
            .to_owned()
    }

    /// Where a name is defined: the file's name, line and column.
    pub fn definition(&mut self, name: &str, text: &str, needle: &str) -> Vec<(String, u64, u64)> {
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

    pub fn labels(&mut self, name: &str, text: &str, needle: &str) -> Vec<String> {
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
    pub fn end(mut self) -> Option<i32> {
        self.result("shutdown", Value::Null);
        self.notify("exit", Value::Null);
        self.status()
    }

    pub fn status(&mut self) -> Option<i32> {
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
pub fn position(text: &str, needle: &str) -> Value {
    let offset = text.find(needle).unwrap_or_else(|| panic!("no {needle}"));
    let before = &text[..offset];
    let line = before.matches('\n').count();
    let column = before.rsplit('\n').next().unwrap_or_default();
    json!({ "line": line, "character": column.encode_utf16().count() })
}

/// What comes about within the limit.
pub fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + LIMIT;
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < end, "no {what}");
        thread::sleep(Duration::from_millis(5));
    }
}
