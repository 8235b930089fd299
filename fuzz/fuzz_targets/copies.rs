//! Any reports with any addresses: no panic; what is told of copies does not depend on the order; kept sketches read back; an address is
//! canonical once.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sayso_copies::sketch::Sketch;
use sayso_copies::{Document, Index, Signature, url};

fuzz_target!(|input: Vec<(&str, &str, &str)>| {
    let ids: Vec<String> = (0..input.len().min(20)).map(|number| number.to_string()).collect();
    let documents: Vec<Document<'_>> = ids
        .iter()
        .zip(&input)
        .map(|(id, (text, url, published))| Document {
            id,
            text,
            url: Some(url),
            published: published.parse().ok(),
            outlet: None,
        })
        .collect();
    for document in &documents {
        let sketch = &Signature::of(document).sketch;
        assert_eq!(Sketch::from_bytes(&sketch.to_bytes()).ok().as_ref(), Some(sketch));
        if let Some(Ok(once)) = document.url.map(url::canonical) {
            assert_eq!(url::canonical(once.as_str()).as_ref(), Ok(&once));
        }
    }
    let groups = |documents: &mut dyn Iterator<Item = &Document<'_>>| {
        let mut index = Index::new();
        for document in documents {
            let _ = index.add(document);
        }
        index.groups()
    };
    assert_eq!(groups(&mut documents.iter()), groups(&mut documents.iter().rev()));
});
