// What beginners write: using namespace std, and own names that the library has too.
#include <iostream>
#include <thread>
using namespace std;

int count = 0;

void work() { ::count++; }

int main() {
    thread first(work);
    first.join();
    int size = 3, left = 1;
    cout << ::count << size << left << endl;
}
//> 131
