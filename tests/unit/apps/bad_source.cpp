// Does not compile.
int main() { return nothing; }
