#include <optional>

int main() {
    std::optional<int> n = 0;
    return *n;
}
