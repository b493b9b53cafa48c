use bln_core::Sensitive;

fn main() {
    let needs = Sensitive::new(String::from("a seat near the door"));
    println!("{}", needs);
}
