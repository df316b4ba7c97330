//! Messages over standard input and output. What is no message is answered with an error, as long as it
//! can be told where the next one begins.

use lsp_server::{Message, RequestId, Response};
use serde_json::{Value, json};
use std::io::{self, BufRead, Read, Write};
use std::sync::{Mutex, PoisonError};

/// No message is longer.
const MOST_BYTES: usize = 1 << 28;

/// What comes from the client.
pub enum Incoming {
    Message(Message),
    /// Text that is no message: what to answer.
    Malformed(Value),
    /// There will be no more.
    Closed,
}

/// Reads the next message.
pub fn read(input: &mut dyn BufRead) -> Incoming {
    match read_text(input) {
        Ok(Some(text)) => parse(&text),
        Ok(None) | Err(_) => Incoming::Closed,
    }
}

fn read_text(input: &mut dyn BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        // A header is short: what is not is none.
        if input.take(4096).read_until(b'\n', &mut line)? == 0 {
            return Ok(None);
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end();
        if line.is_empty() {
            match length {
                Some(_) => break,
                None => continue,
            }
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse::<usize>().ok();
        }
    }
    let length = length.filter(|length| *length <= MOST_BYTES);
    let length = length.ok_or_else(|| io::Error::other("a message too long"))?;
    let mut text = Vec::new();
    input.take(length as u64).read_to_end(&mut text)?;
    Ok((text.len() == length).then_some(text))
}

fn parse(text: &[u8]) -> Incoming {
    let refuse = |id: Value, code: i32, message: String| {
        let error = json!({ "code": code, "message": message });
        Incoming::Malformed(json!({ "jsonrpc": "2.0", "id": id, "error": error }))
    };
    let value: Value = match serde_json::from_slice(text) {
        Ok(value) => value,
        Err(error) => {
            let code = lsp_server::ErrorCode::ParseError as i32;
            return refuse(Value::Null, code, format!("this is no JSON: {error}"));
        }
    };
    let id = value.get("id").cloned().unwrap_or_default();
    match serde_json::from_value(value) {
        Ok(message) => Incoming::Message(message),
        Err(_) => {
            let code = lsp_server::ErrorCode::InvalidRequest as i32;
            let text = "this is neither a request nor a notification nor a response";
            refuse(id, code, text.to_owned())
        }
    }
}

/// Where messages to the client go. A client that is gone hears nothing, and the input tells that.
pub struct Output(Mutex<Box<dyn Write + Send>>);

impl Output {
    pub fn new(output: impl Write + Send + 'static) -> Output {
        Output(Mutex::new(Box::new(output)))
    }

    pub fn send(&self, message: impl Into<Message>) {
        let mut output = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = message.into().write(&mut *output);
    }

    pub fn send_raw(&self, value: &Value) {
        let text = value.to_string();
        let mut output = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = write!(output, "Content-Length: {}\r\n\r\n{text}", text.len());
        let _ = output.flush();
    }

    pub fn error(&self, id: RequestId, code: lsp_server::ErrorCode, text: impl Into<String>) {
        self.send(Response::new_err(id, code as i32, text.into()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_message_is_answered_and_the_next_one_is_found() {
        let mut bytes = Vec::new();
        for text in [
            "{no json",
            "[1]",
            "{\"id\":7}",
            "{\"id\":1,\"method\":\"m\"}",
        ] {
            let head = format!("Content-Type: x\r\ncontent-length: {}\r\n\r\n", text.len());
            bytes.extend_from_slice(head.as_bytes());
            bytes.extend_from_slice(text.as_bytes());
        }
        bytes.extend_from_slice(b"Content-Length: 99\r\n\r\n{}");
        let mut input = &bytes[..];
        let mut refused = |id: Value, code: i32| match read(&mut input) {
            Incoming::Malformed(answer) => {
                assert_eq!(
                    (&answer["id"], &answer["error"]["code"]),
                    (&id, &json!(code))
                );
            }
            _ => panic!("accepted"),
        };
        refused(Value::Null, -32700);
        refused(Value::Null, -32600);
        refused(json!(7), -32600);
        assert!(matches!(
            read(&mut input),
            Incoming::Message(Message::Request(request)) if request.method == "m"
        ));
        // The last one breaks off.
        assert!(matches!(read(&mut input), Incoming::Closed));
    }
}
