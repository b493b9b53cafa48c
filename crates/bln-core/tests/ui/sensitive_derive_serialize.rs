use bln_core::Sensitive;

// Of a type that can be serialised itself: what stands in the way is the holder.
#[derive(serde::Serialize)]
struct Holder {
    group: Sensitive<String>,
}

fn main() {}
