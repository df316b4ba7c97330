use alate_compiler::base::span::*;
use alate_compiler::pipeline::*;
fn main() {
    std::thread::Builder::new()
        .stack_size(256 << 20)
        .spawn(real)
        .unwrap()
        .join()
        .unwrap();
}
fn real() {
    let args: Vec<String> = std::env::args().collect();
    let mut sources = Sources::default();
    let text = std::fs::read_to_string(&args[1]).unwrap();
    let f = sources.add(SourceFile::new(args[1].clone(), text));
    let emit = match args.get(2).map(|s| s.as_str()) {
        Some("mid") => Some(Stage::Mid),
        Some("cut") => Some(Stage::Cut),
        Some("clif") => Some(Stage::Clif),
        Some("asm") => Some(Stage::Asm),
        Some("core") => Some(Stage::Core),
        Some("expand") => Some(Stage::Expand),
        _ => None,
    };
    let out = compile(
        &mut sources,
        f,
        &Options {
            emit,
            check_only: false,
            library: std::env::var("LIB").is_ok(),
        },
    );
    for d in &out.diagnostics {
        eprintln!("{:?}: {} {:?}", d.severity, d.message, d.span);
    }
    if let Some(t) = out.emitted {
        println!("{t}");
    }
    if let Some(o) = out.object {
        std::fs::write(
            format!("/work/drive/{}.o", out.interface.as_ref().unwrap().module),
            o,
        )
        .unwrap();
    }
    if let Some(i) = out.interface {
        for (n, a) in &i.exports {
            if n == "main" {
                std::fs::write(
                    "/work/drive/program.o",
                    program_object(&i.module, *a).unwrap(),
                )
                .unwrap();
            }
        }
    }
    for (s, t) in out.timings.0 {
        eprintln!("{s} {t:?}");
    }
}
