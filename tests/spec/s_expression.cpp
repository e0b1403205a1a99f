#include "s_expression.hpp"

namespace interleave::test {

namespace {

constexpr int MaxDepth = 200;

class Reader {
public:
    explicit Reader(std::string_view text) : m_text(text) {}

    base::Result<std::vector<Expression>> all() {
        std::vector<Expression> expressions;
        for (skip_blank(); m_at < m_text.size(); skip_blank()) {
            base::Result<Expression> next = expression(0);
            if (!next) return next.error();
            expressions.push_back(std::move(next).value());
        }
        return expressions;
    }

private:
    base::Result<Expression> expression(int depth) {
        if (depth > MaxDepth) return base::Error{"brackets nested too deeply", m_line};
        Expression result;
        result.line = m_line;
        size_t begin = m_at;
        if (m_text[m_at] == ')') return base::Error{"bracket closed that was not open", m_line};
        if (m_text[m_at] == '(') {
            result.kind = Expression::Kind::List;
            ++m_at;
            for (skip_blank(); m_at < m_text.size() && m_text[m_at] != ')'; skip_blank()) {
                base::Result<Expression> item = expression(depth + 1);
                if (!item) return item.error();
                result.items.push_back(std::move(item).value());
            }
            if (m_at == m_text.size()) return base::Error{"bracket left open", result.line};
            ++m_at;
        } else if (m_text[m_at] == '"') {
            result.kind = Expression::Kind::String;
            size_t end = m_text.find('"', m_at + 1);
            if (end == std::string_view::npos) return base::Error{"string left open", m_line};
            result.text = m_text.substr(m_at + 1, end - m_at - 1);
            m_at = end + 1;
        } else {
            size_t end = m_text.find_first_of(" \t\r\n();\"", m_at);
            if (end == std::string_view::npos) end = m_text.size();
            result.text = m_text.substr(m_at, end - m_at);
            m_at = end;
        }
        result.source = m_text.substr(begin, m_at - begin);
        return result;
    }

    // White space and both kinds of comments.
    void skip_blank() {
        while (m_at < m_text.size()) {
            std::string_view rest = m_text.substr(m_at);
            size_t size = 0;
            if (rest.starts_with(";;")) {
                size = std::min(rest.find('\n'), rest.size());
            } else if (rest.starts_with("(;")) {
                size = std::min(rest.find(";)"), rest.size() - 2) + 2;
            } else if (std::string_view(" \t\r\n").find(rest[0]) != std::string_view::npos) {
                size = 1;
            } else {
                return;
            }
            for (char c : rest.substr(0, size)) m_line += c == '\n';
            m_at += size;
        }
    }

    std::string_view m_text;
    size_t m_at = 0;
    uint32_t m_line = 1;
};

}  // namespace

std::string_view Expression::head() const {
    bool named = kind == Kind::List && !items.empty() && items[0].kind == Kind::Atom;
    return named ? std::string_view(items[0].text) : std::string_view();
}

std::string Expression::name_at(size_t place) const {
    bool named = place < items.size() && items[place].kind == Kind::Atom &&
                 items[place].text.starts_with('$');
    return named ? items[place].text : "";
}

base::Result<std::vector<Expression>> parse_expressions(std::string_view text) {
    return Reader(text).all();
}

}  // namespace interleave::test
