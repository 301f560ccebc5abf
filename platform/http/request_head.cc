#include "platform/http/request_head.h"

#include <algorithm>
#include <limits>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace docshare::platform {
namespace {

constexpr size_t kMaxMethodBytes = 32;
constexpr size_t kMaxLengthDigits = 18;
// As many as nobody sends, so that a list cannot be made long.
constexpr size_t kMaxNameBytes = 256;

bool IsTokenByte(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         absl::StrContains("!#$%&'*+-.^_`|~", absl::string_view(&c, 1));
}

bool IsControl(char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)); }

HttpRefusal BadRequest(absl::string_view reason) { return {400, std::string(reason)}; }

// Spaces and tabs only: what else absl takes for white space is no part of a head.
absl::string_view Trim(absl::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Cuts a line off the front, without its CRLF, which is there.
absl::string_view TakeLine(absl::string_view& head) {
  const size_t end = head.find("\r\n");
  const absl::string_view line = head.substr(0, end);
  head.remove_prefix(end == absl::string_view::npos ? head.size() : end + 2);
  return line;
}

absl::optional<HttpRefusal> ReadVersion(absl::string_view version, RequestHead& head) {
  if (version == "HTTP/1.1") return absl::nullopt;
  if (version == "HTTP/1.0") {
    head.http_1_0 = true;
    return absl::nullopt;
  }
  const bool is_version = version.size() == 8 && absl::StartsWith(version, "HTTP/") &&
                          absl::ascii_isdigit(static_cast<unsigned char>(version[5])) &&
                          version[6] == '.' &&
                          absl::ascii_isdigit(static_cast<unsigned char>(version[7]));
  if (is_version) return HttpRefusal{505, "HTTP/1.1 and HTTP/1.0 are served"};
  return BadRequest("the request line has to be METHOD TARGET HTTP/1.1");
}

absl::optional<HttpRefusal> ReadTarget(absl::string_view target, RequestHead& head) {
  const bool printable = std::all_of(target.begin(), target.end(),
                                     [](char c) { return c > ' ' && c < '\x7f' && c != '#'; });
  if (!printable) return BadRequest("the target holds characters that have to be escaped");
  if (target == "*" && head.request.method == "OPTIONS") {
    head.request.path = "*";
    return absl::nullopt;
  }
  // The form that proxies are asked in. Servers have to take it; there is but one host here.
  if (absl::StartsWithIgnoreCase(target, "http://") ||
      absl::StartsWithIgnoreCase(target, "https://")) {
    target.remove_prefix(target.find("//") + 2);
    const size_t end = std::min(target.find_first_of("/?"), target.size());
    if (end == 0) return BadRequest("the target names no host");
    target.remove_prefix(end);
    if (target.empty() || target.front() == '?') head.request.path = "/";
  } else if (target.empty() || target.front() != '/') {
    return BadRequest("the target has to begin with a slash");
  }
  const size_t question = target.find('?');
  absl::StrAppend(&head.request.path, target.substr(0, question));
  if (question != absl::string_view::npos)
    head.request.query = std::string(target.substr(question + 1));
  return absl::nullopt;
}

absl::optional<HttpRefusal> ReadRequestLine(absl::string_view line, RequestHead& head) {
  const std::vector<absl::string_view> parts = absl::StrSplit(line, absl::MaxSplits(' ', 3));
  if (parts.size() != 3) return BadRequest("the request line has to be METHOD TARGET HTTP/1.1");
  if (!IsHttpToken(parts[0]) || parts[0].size() > kMaxMethodBytes) {
    return BadRequest("the method is no token of at most 32 characters");
  }
  head.request.method = std::string(parts[0]);
  // The version first: later ones may write their targets otherwise.
  if (absl::optional<HttpRefusal> refusal = ReadVersion(parts[2], head)) return refusal;
  return ReadTarget(parts[1], head);
}

absl::optional<HttpRefusal> ReadHeaders(absl::string_view lines, size_t max_headers,
                                        RequestHead& head) {
  auto& headers = head.request.headers;
  for (absl::string_view line = TakeLine(lines); !line.empty(); line = TakeLine(lines)) {
    if (headers.size() == max_headers) {
      return HttpRefusal{431, absl::StrCat("a request may have ", max_headers, " headers")};
    }
    if (line.front() == ' ' || line.front() == '\t') {
      return BadRequest("a header may not be folded over several lines");
    }
    const size_t colon = line.find(':');
    if (colon == absl::string_view::npos) return BadRequest("a header line has no colon");
    const absl::string_view name = line.substr(0, colon);
    const absl::string_view value = Trim(line.substr(colon + 1));
    if (!IsHttpToken(name) || name.size() > kMaxNameBytes) {
      return BadRequest("the name of a header is no token right before its colon");
    }
    if (!IsHttpFieldValue(value)) {
      return BadRequest(absl::StrCat("the header ", name, " holds a control character"));
    }
    headers.emplace_back(name, value);
  }
  return absl::nullopt;
}

std::vector<absl::string_view> ValuesOf(const HttpRequest& request, absl::string_view name) {
  std::vector<absl::string_view> values;
  for (const auto& [each, value] : request.headers) {
    if (absl::EqualsIgnoreCase(each, name)) values.push_back(value);
  }
  return values;
}

// The items of all headers of that name, each a comma-separated list.
std::vector<absl::string_view> ItemsOf(const HttpRequest& request, absl::string_view name) {
  std::vector<absl::string_view> items;
  for (const absl::string_view value : ValuesOf(request, name)) {
    for (const absl::string_view item : absl::StrSplit(value, ',')) items.push_back(Trim(item));
  }
  return items;
}

absl::optional<HttpRefusal> CheckHost(const RequestHead& head) {
  const std::vector<absl::string_view> hosts = ValuesOf(head.request, "Host");
  if (hosts.empty() && head.http_1_0) return absl::nullopt;
  if (hosts.size() != 1) return BadRequest("a request has to have one Host header");
  if (hosts.front().find_first_of(" \t,/\\@?#") != absl::string_view::npos) {
    return BadRequest("the header Host names no host");
  }
  return absl::nullopt;
}

absl::optional<HttpRefusal> ReadCodings(const std::vector<absl::string_view>& codings,
                                        RequestHead& head) {
  if (head.http_1_0) return BadRequest("HTTP/1.0 has no Transfer-Encoding");
  for (const absl::string_view coding : codings) {
    if (coding.empty()) return BadRequest("the header Transfer-Encoding has an empty item");
    if (!absl::EqualsIgnoreCase(coding, "chunked")) {
      return HttpRefusal{501, "chunked is the one Transfer-Encoding that is served"};
    }
  }
  if (codings.size() != 1) return BadRequest("the header Transfer-Encoding names chunked twice");
  head.body = RequestHead::Body::kChunked;
  return absl::nullopt;
}

absl::optional<HttpRefusal> ReadFraming(RequestHead& head) {
  const std::vector<absl::string_view> codings = ItemsOf(head.request, "Transfer-Encoding");
  const std::vector<absl::string_view> lengths = ValuesOf(head.request, "Content-Length");
  if (!codings.empty() && !lengths.empty()) {
    return BadRequest("a request may not have both Content-Length and Transfer-Encoding");
  }
  if (!codings.empty()) return ReadCodings(codings, head);
  if (lengths.empty()) return absl::nullopt;
  const absl::string_view length = lengths.front();
  const bool is_number = !length.empty() && length.size() <= kMaxLengthDigits &&
                         std::all_of(length.begin(), length.end(), [](char c) {
                           return absl::ascii_isdigit(static_cast<unsigned char>(c));
                         });
  if (lengths.size() != 1 || !is_number || !absl::SimpleAtoi(length, &head.content_length)) {
    return BadRequest("the header Content-Length has to be one number of at most 18 digits");
  }
  if (head.content_length > 0) head.body = RequestHead::Body::kOfLength;
  return absl::nullopt;
}

absl::optional<HttpRefusal> ReadExpectation(RequestHead& head) {
  // HTTP/1.0 has none, and what a proxy passed on is not for us.
  if (head.http_1_0) return absl::nullopt;
  for (const absl::string_view expectation : ItemsOf(head.request, "Expect")) {
    if (!absl::EqualsIgnoreCase(expectation, "100-continue")) {
      return HttpRefusal{417, "100-continue is the one expectation that is met"};
    }
    head.expects_continue = head.body != RequestHead::Body::kNone;
  }
  return absl::nullopt;
}

}  // namespace

bool IsHttpToken(absl::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), IsTokenByte);
}

bool IsHttpFieldValue(absl::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c == '\t' || !IsControl(c); });
}

absl::StatusOr<size_t> HeadScanner::FindEnd(absl::string_view bytes) {
  for (; seen_ < bytes.size(); ++seen_) {
    if (seen_ == max_bytes_) {
      return absl::ResourceExhaustedError(
          absl::StrCat("the head of a request may have ", max_bytes_, " bytes"));
    }
    const char c = bytes[seen_];
    if (after_cr_ != (c == '\n')) {
      return absl::InvalidArgumentError("a line of the head does not end with CR LF");
    }
    after_cr_ = c == '\r';
    if (after_cr_) continue;
    if (c != '\n') {
      if (IsControl(c) && c != '\t') {
        return absl::InvalidArgumentError("the head holds a control character");
      }
      line_empty_ = false;
      continue;
    }
    if (!line_empty_) {
      request_line_seen_ = true;
      line_empty_ = true;
      continue;
    }
    if (request_line_seen_) return ++seen_;
    // Some send one after a body; more would be a way to keep us busy. Source: RFC 9112-2.2.
    if (empty_line_in_front_) {
      return absl::InvalidArgumentError("empty lines stand where a request line should");
    }
    empty_line_in_front_ = true;
  }
  return 0;
}

std::variant<RequestHead, HttpRefusal> ParseRequestHead(absl::string_view head,
                                                        const RequestHeadLimits& limits) {
  RequestHead parsed;
  absl::ConsumePrefix(&head, "\r\n");
  if (auto refusal = ReadRequestLine(TakeLine(head), parsed)) return *std::move(refusal);
  if (auto refusal = ReadHeaders(head, limits.max_headers, parsed)) return *std::move(refusal);
  if (auto refusal = CheckHost(parsed)) return *std::move(refusal);
  if (auto refusal = ReadFraming(parsed)) return *std::move(refusal);
  if (auto refusal = ReadExpectation(parsed)) return *std::move(refusal);
  for (const absl::string_view option : ItemsOf(parsed.request, "Connection")) {
    if (absl::EqualsIgnoreCase(option, "close")) parsed.asks_to_close = true;
  }
  return parsed;
}

}  // namespace docshare::platform
