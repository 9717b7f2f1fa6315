fn main() {
    let a: Vec<String> = std::env::args().collect();
    let t = std::time::Instant::now();
    let pdf = typeset::pdf(&std::fs::read_to_string(&a[1]).unwrap(), &std::fs::read(&a[2]).unwrap());
    match pdf {
        Ok(p) => {
            eprintln!("{} bytes {:?}", p.len(), t.elapsed());
            std::fs::write(&a[3], p).unwrap()
        }
        Err(e) => eprintln!("{e}"),
    }
}
