//! Folders, single documents, gzip and zip.

mod common;

use std::fs;
use std::path::Path;

use common::{Endless, from, gzip, limited, path, problems, stream, texts, zip};
use sayso_intake::{Intake, Kind, Limits, Problem, Size};

#[test]
fn a_folder_is_read_in_the_order_of_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    };
    write("b.txt", b"second");
    write("a/z.html", b"<p>first</p>");
    write("c.txt", b"");
    write("d/e/deep.txt.gz", &gzip(b"third"));
    write("style.css", b"p { color: red }");
    write(".hidden.txt", b"not shown");
    let found = path(folder.path(), Limits::default());
    assert_eq!(texts(&found), ["<p>first</p>", "second", "third"]);
    let kinds: Vec<Kind> = found.iter().flatten().map(|item| item.kind).collect();
    assert_eq!(kinds, [Kind::Html, Kind::Text, Kind::Text]);
    assert_eq!(problems(&found)[0], &Problem::Empty);
    assert!(problems(&found)[1].is_aside());
    assert_eq!(Size::of(folder.path()).files, 5);

    let items = Intake::default().items(vec![folder.path().to_owned()]);
    assert_eq!(items.collect::<Vec<_>>(), found);
    // Whoever stops listening ends the reading.
    drop(Intake::default().items(vec![folder.path().to_owned()]));
}

#[cfg(unix)]
#[test]
fn links_lead_to_files_but_never_into_circles() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.txt"), "words").expect("a file");
    std::os::unix::fs::symlink("a.txt", folder.path().join("b.txt")).expect("a link");
    std::os::unix::fs::symlink(".", folder.path().join("circle")).expect("a link");
    std::os::unix::fs::symlink("gone", folder.path().join("dangling")).expect("a link");
    let found = path(folder.path(), Limits::default());
    assert_eq!(texts(&found), ["words", "words"]);
    assert!(problems(&found)[0].is_aside());
    assert!(matches!(problems(&found)[1], Problem::Io { .. }));
    // Named by the user, a link to a folder is the folder.
    let outer = tempfile::tempdir().expect("a folder");
    std::os::unix::fs::symlink(folder.path(), outer.path().join("link")).expect("a link");
    assert_eq!(texts(&path(&outer.path().join("link"), Limits::default())), ["words", "words"]);
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_told_and_the_rest_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["a.txt", "b.txt", "c.txt"] {
        fs::write(folder.path().join(name), name).expect("a file");
    }
    let locked = folder.path().join("b.txt");
    fs::set_permissions(&locked, fs::Permissions::from_mode(0o000)).expect("own file");
    // To the superuser nothing is locked: something that cannot be opened at all stands in for it.
    if fs::read(&locked).is_ok() {
        fs::remove_file(&locked).expect("own file");
        std::os::unix::fs::symlink("b.txt", &locked).expect("a link to itself");
    }
    let found = path(folder.path(), Limits::default());
    assert_eq!(texts(&found), ["a.txt", "c.txt"]);
    let told = found[1].as_ref().expect_err("locked");
    assert!(matches!(told.problem, Problem::Io { doing: "open", .. }), "{told}");
    assert!(told.to_string().contains("b.txt: cannot open: "), "{told}");
}

#[test]
fn what_is_not_there_is_told() {
    let found = path(Path::new("/no/such/file"), Limits::default());
    assert!(matches!(problems(&found)[..], [Problem::Io { doing: "open", .. }]));
}

#[test]
fn empty_files_are_told() {
    for bytes in [&b""[..], b"  \n ", &gzip(b""), b"{\"a\""] {
        let found = stream("a", bytes);
        assert_eq!((found.len(), problems(&found).len()), (1, 1), "{found:?}");
    }
}

#[test]
fn gzip_of_many_members_is_one_text() {
    let packed = [gzip(b"Shells fell "), gzip(b""), gzip(b"on Tarn."), vec![0; 512]].concat();
    assert_eq!(texts(&stream("a.txt.gz", &packed)), ["Shells fell on Tarn."]);
}

#[test]
fn a_truncated_gzip_is_told_and_what_came_before_kept() {
    let lines: String =
        (0..5000).map(|n| format!("{{\"text\": \"Report {n} of {}.\"}}\n", n * 7919 % 1000)).collect();
    let packed = gzip(lines.as_bytes());
    let found = stream("a.jsonl.gz", &packed[..packed.len() / 2]);
    assert!(texts(&found).len() > 1000);
    assert_eq!(problems(&found), [&Problem::Truncated { what: "gzip archive" }]);
    // Half a text would read as if it said all.
    let found = stream("a.txt.gz", &gzip(b"Shells fell on Tarn.")[..25]);
    assert_eq!((texts(&found).len(), problems(&found).len()), (0, 1), "{found:?}");
    let found = stream("a.gz", b"\x1f\x8b");
    assert_eq!(problems(&found), [&Problem::Truncated { what: "gzip archive" }]);
}

#[test]
fn members_of_a_zip_are_read_and_hidden_ones_left() {
    let inner = zip(&[("deep/c.txt", b"third")]);
    let bytes = zip(&[
        ("a.txt", b"first"),
        ("b.html.gz", &gzip(b"<html>second")),
        ("inner.zip", &inner),
        ("__MACOSX/a.txt", b"no"),
        (".DS_Store", b"no"),
    ]);
    let found = stream("a.zip", &bytes);
    assert_eq!(texts(&found), ["first", "<html>second", "third"]);
    let last = found[2].as_ref().expect("a document");
    assert_eq!(last.origin.to_string(), "a.zip > inner.zip > deep/c.txt");
    // From the disk as from a stream.
    let file = tempfile::NamedTempFile::new().expect("a file");
    fs::write(file.path(), &bytes).expect("a file");
    assert_eq!(texts(&path(file.path(), Limits::default())), ["first", "<html>second", "third"]);
}

/// A member of a tar.
fn tarred(type_: u8, name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut block = vec![0; 512];
    block[..name.len()].copy_from_slice(name.as_bytes());
    block[124..135].copy_from_slice(format!("{:011o}", bytes.len()).as_bytes());
    block[148..156].fill(b' ');
    block[156] = type_;
    block[257..265].copy_from_slice(b"ustar\x0000");
    let sum: u32 = block.iter().map(|&byte| u32::from(byte)).sum();
    block[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    block.extend_from_slice(bytes);
    block.resize(block.len().next_multiple_of(512), 0);
    block
}

#[test]
fn members_of_a_tar_are_read() {
    let long = "folder/".repeat(20) + "b.txt";
    let pax = format!("{} path={long}\n", long.len() + 10);
    let bytes = [
        tarred(b'5', "folder/", b""),
        tarred(b'0', "./folder/a.txt", b"first"),
        tarred(b'x', "x", pax.as_bytes()),
        tarred(b'0', "cut short", &b"second ".repeat(100)),
        tarred(b'L', "L", format!("{long}\0").as_bytes()),
        tarred(b'0', "cut short", &gzip(b"third")),
        tarred(b'0', ".hidden", b"no"),
        tarred(b'2', "link", b""),
        tarred(b'0', "empty.txt", b""),
        vec![0; 1024],
    ]
    .concat();
    let found = stream("a.tgz", &gzip(&bytes));
    assert_eq!(texts(&found), ["first", &"second ".repeat(100)[..], "third"]);
    assert_eq!(problems(&found), [&Problem::Empty]);
    assert_eq!(found[0].as_ref().expect("a document").origin.to_string(), "a.tgz > folder/a.txt");
    for at in [1, 2] {
        assert_eq!(found[at].as_ref().expect("a document").origin.members, [&long[..]]);
    }
    let found = stream("a.tar", &bytes[..1536 + 512 + 200]);
    assert_eq!(texts(&found), ["first"]);
    assert_eq!(problems(&found).last(), Some(&&Problem::Truncated { what: "tar archive" }));
    let mut damaged = bytes;
    damaged[1600] ^= 1;
    let found = stream("a.tar", &damaged);
    assert_eq!(texts(&found), ["first", &"second ".repeat(100)[..], "third"]);
    assert_eq!(found[2].as_ref().expect("a document").origin.members, ["cut short"]);
    assert!(matches!(problems(&found)[..], [Problem::Damaged { what: "tar archive", .. }, Problem::Empty]));
}

#[test]
fn a_damaged_member_harms_no_other() {
    let noise: Vec<u8> =
        (1..4000u64).map(|n| b' ' + u8::try_from(n.pow(4) % 9973 % 90).expect("small")).collect();
    let mut bytes = zip(&[("a.txt", b"first"), ("b.txt", &noise), ("c.txt", b"third")]);
    let at = bytes.windows(5).position(|part| part == b"b.txt").expect("the name");
    for byte in &mut bytes[at + 200..at + 240] {
        *byte ^= 0x55;
    }
    let found = stream("a.zip", &bytes);
    assert_eq!(texts(&found), ["first", "third"]);
    assert!(matches!(problems(&found)[..], [Problem::Damaged { what: "zip archive", .. }]), "{found:?}");
    let found = stream("a.zip", &bytes[..bytes.len() - 30]);
    assert!(matches!(problems(&found)[..], [Problem::Damaged { what: "zip archive", .. }]), "{found:?}");
}

#[test]
fn a_member_with_a_password_is_told() {
    let mut bytes = zip(&[("a.txt", b"first")]);
    for (magic, flags) in [(b"PK\x03\x04", 6), (b"PK\x01\x02", 8)] {
        let at = bytes.windows(4).position(|part| part == magic).expect("a head");
        bytes[at + flags] |= 1;
    }
    let found = stream("a.zip", &bytes);
    assert!(
        matches!(problems(&found)[..], [Problem::Unread { what: "a member with a password", .. }]),
        "{found:?}"
    );
}

#[test]
fn members_that_share_their_bytes_are_a_bomb_together() {
    let words = "words and more words\n".repeat(5000);
    let single = zip(&[("a.txt", words.as_bytes())]);
    let list = single.windows(4).position(|part| part == b"PK\x01\x02").expect("the list");
    let end = single.windows(4).position(|part| part == b"PK\x05\x06").expect("its end");
    // The same member two hundred times in the list, each under its own name.
    let mut bytes = single[..list].to_vec();
    for number in 0..200u8 {
        let mut entry = single[list..end].to_vec();
        let name = entry.windows(5).position(|part| part == b"a.txt").expect("the name");
        entry[name..name + 3].copy_from_slice(format!("{number:03}").as_bytes());
        bytes.extend_from_slice(&entry);
    }
    let size = u32::try_from(bytes.len() - list).expect("small");
    let mut last = single[end..].to_vec();
    last[8..10].copy_from_slice(&200u16.to_le_bytes());
    last[10..12].copy_from_slice(&200u16.to_le_bytes());
    last[12..16].copy_from_slice(&size.to_le_bytes());
    bytes.extend_from_slice(&last);
    let file = tempfile::NamedTempFile::new().expect("a file");
    fs::write(file.path(), &bytes).expect("a file");
    let found = path(file.path(), Limits { unpack_free: 1 << 20, unpack_ratio: 300, ..Limits::default() });
    assert!(matches!(problems(&found)[..], [.., Problem::Bomb { .. }]), "{:?}", problems(&found));
    assert!(found.len() < 100, "{}", found.len());
}

#[test]
fn bombs_are_told() {
    let limits = Limits { unpack_free: 1 << 20, ..Limits::default() };
    let lines = "{\"text\": \"words\"}\n".repeat(300_000);
    // By what it says of itself.
    let found = limited("a.zip", &zip(&[("bomb.jsonl", lines.as_bytes()), ("a.txt", b"good")]), limits);
    assert!(matches!(problems(&found)[..], [Problem::Bomb { .. }]), "{:?}", problems(&found));
    assert_eq!(texts(&found), ["good"]);
    // By what it does.
    let found = limited("a.gz", &gzip(lines.as_bytes()), limits);
    assert!(matches!(problems(&found)[..], [Problem::Bomb { .. }]));
    assert!(texts(&found).len() < 100_000);
    // A bomb in a bomb's clothing: each layer keeps under its ratio.
    let layers = gzip(&gzip(lines.as_bytes()));
    assert!(layers.len() < 5000);
    assert!(matches!(problems(&limited("a.gz", &layers, limits))[..], [Problem::Bomb { .. }]));
}

#[test]
fn archives_lie_only_so_deep() {
    let mut bytes = b"core".to_vec();
    for _ in 0..9 {
        bytes = gzip(&bytes);
    }
    assert_eq!(problems(&stream("a", &bytes)), [&Problem::TooDeep { limit: 4 }]);
    let bytes = zip(&[(
        "a.zip",
        &zip(&[("b.zip", &zip(&[("c.zip", &zip(&[("d.zip", &zip(&[("e", b"core")]))]))]))]),
    )]);
    assert_eq!(problems(&stream("a", &bytes)), [&Problem::TooDeep { limit: 4 }]);
}

#[test]
fn endless_documents_and_lines_are_told_without_being_held() {
    let limits = Limits { document_bytes: 1 << 16, ..Limits::default() };
    let mut text = Endless { words: b"words and ", left: 1 << 26 };
    let found = from("a.txt", &mut text, limits);
    assert!(matches!(problems(&found)[..], [Problem::TooLong { all: false, .. }]));
    // A text is not read further than it takes to know.
    assert!(text.left > 1 << 25);

    let mut line =
        std::io::Read::chain(&b"{\"text\": \"a\"}\n"[..], Endless { words: b"words and ", left: 1 << 26 });
    let mut lines = std::io::Read::chain(&mut line, &b"\n{\"text\": \"b\"}"[..]);
    let found = from("a.jsonl", &mut lines, limits);
    assert_eq!(texts(&found), ["{\"text\": \"a\"}", "{\"text\": \"b\"}"]);
    assert_eq!(problems(&found), [&Problem::TooLong { bytes: 1 << 26, all: true, limit: 1 << 16 }]);
}

#[test]
fn a_long_file_is_not_even_read() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    fs::write(file.path(), "words ").expect("a file");
    // Two gigabytes, but for a few words a hole; NUL bytes lie beyond what is looked at.
    let words = "words ".repeat(20_000);
    fs::write(file.path(), &words).expect("a file");
    file.as_file().set_len(2 << 30).expect("a hole");
    let intake = Intake::default();
    let mut told = Vec::new();
    let _ = intake.path(file.path(), |found| {
        told.push(found);
        std::ops::ControlFlow::Continue(())
    });
    assert_eq!(problems(&told), [&Problem::TooLong { bytes: 2 << 30, all: true, limit: 16 << 20 }]);
    assert!(intake.progress().bytes() < 1 << 20);
}

#[test]
fn deeply_nested_pages_pass_through() {
    let page = format!("<html>{}words", "<div>".repeat(100_000));
    let found = stream("a.html", page.as_bytes());
    assert_eq!(texts(&found), [page]);
}

#[test]
fn what_others_read_is_told_with_what_to_do() {
    for (bytes, word) in [
        (&b"%PDF-1.7 ..."[..], "PDF"),
        (b"\x28\xb5\x2f\xfd...", "Zstandard"),
        (b"ab\0cd", "binary data"),
        (b"<?xml version='1.0'?><news/>", "neither a feed nor a page"),
    ] {
        let found = stream("a", bytes);
        let told = found[0].as_ref().expect_err("no text").to_string();
        assert!(told.contains(word) && told.contains("; "), "{told}");
    }
    let office = zip(&[("[Content_Types].xml", b"<?xml?>"), ("word/document.xml", b"<?xml?>")]);
    assert!(matches!(
        problems(&stream("a.docx", &office))[..],
        [Problem::Unread { what: "an Office document", .. }]
    ));
}

#[test]
fn the_sink_may_have_enough() {
    let lines = "{\"text\": \"x\"}\n".repeat(100);
    let mut count = 0;
    let flow = Intake::default().stream("a.jsonl", &mut lines.as_bytes(), |_| {
        count += 1;
        if count == 3 { std::ops::ControlFlow::Break(()) } else { std::ops::ControlFlow::Continue(()) }
    });
    assert!(flow.is_break());
    assert_eq!(count, 3);
}
