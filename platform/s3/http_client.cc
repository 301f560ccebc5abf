#include "platform/s3/http_client.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <mutex>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace docshare::platform {
namespace {

constexpr size_t kMaxBodyBytes = 4 << 20;
constexpr int kPartialContent = 206;

struct FreeEasy {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
using Easy = std::unique_ptr<CURL, FreeEasy>;

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, FreeList>;

HeaderList ListOf(const std::vector<std::string>& headers) {
  HeaderList list;
  for (const std::string& header : headers) {
    curl_slist* longer = curl_slist_append(list.get(), header.c_str());
    if (longer == nullptr) return nullptr;
    // The head stays the same.
    if (list == nullptr) list.reset(longer);
  }
  return list;
}

// What the callbacks of one transfer fill.
struct Receiving {
  CURL* easy;
  absl::Span<char> range;
  HttpAnswer answer;
};

size_t TakeBody(char* data, size_t /*one*/, size_t size, void* state) {
  auto& receiving = *static_cast<Receiving*>(state);
  long status = 0;
  curl_easy_getinfo(receiving.easy, CURLINFO_RESPONSE_CODE, &status);
  HttpAnswer& answer = receiving.answer;
  if (status == kPartialContent) {
    // A short return ends the transfer with an error.
    if (size > receiving.range.size() - answer.range_bytes) return 0;
    std::memcpy(receiving.range.data() + answer.range_bytes, data, size);
    answer.range_bytes += size;
    return size;
  }
  if (answer.body.size() + size > kMaxBodyBytes) return 0;
  answer.body.append(data, size);
  return size;
}

size_t TakeHeader(char* data, size_t /*one*/, size_t size, void* state) {
  HttpAnswer& answer = static_cast<Receiving*>(state)->answer;
  const absl::string_view line(data, size);
  const size_t colon = line.find(':');
  if (colon == absl::string_view::npos) return size;
  const absl::string_view name = line.substr(0, colon);
  const absl::string_view value = absl::StripAsciiWhitespace(line.substr(colon + 1));
  if (absl::EqualsIgnoreCase(name, "etag")) answer.etag = std::string(value);
  if (absl::EqualsIgnoreCase(name, "content-range")) answer.content_range = std::string(value);
  if (absl::EqualsIgnoreCase(name, "content-length")) answer.content_length = std::string(value);
  return size;
}

absl::Status StatusOf(CURLcode code, absl::string_view detail) {
  const std::string message =
      absl::StrCat(curl_easy_strerror(code), detail.empty() ? "" : ": ", detail);
  switch (code) {
    case CURLE_OK:
      return absl::OkStatus();
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
      return absl::FailedPreconditionError(
          absl::StrCat("the server is not trusted, check its certificate and ca_file: ", message));
    case CURLE_WRITE_ERROR:
      return absl::InternalError("the answer is larger than was asked for");
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_OPERATION_TIMEDOUT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_PARTIAL_FILE:
      return absl::UnavailableError(message);
    default:
      return absl::InternalError(message);
  }
}

void SetUpOnce() {
  static std::once_flag once;
  // Without it the first handle would do it, which is not thread-safe.
  std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

long Milliseconds(absl::Duration duration) {
  // 0 would mean no limit.
  return static_cast<long>(std::max<int64_t>(1, absl::ToInt64Milliseconds(duration)));
}

}  // namespace

class HttpClient::Connection {
 public:
  // Null without memory.
  static std::unique_ptr<Connection> Make(const HttpOptions& options) {
    Easy easy(curl_easy_init());
    if (easy == nullptr) return nullptr;
    CURL* const handle = easy.get();
    curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(handle, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(handle, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(handle, CURLOPT_PROXY, "");
    curl_easy_setopt(handle, CURLOPT_NETRC, CURL_NETRC_IGNORED);
    curl_easy_setopt(handle, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
    if (!options.ca_file.empty()) {
      curl_easy_setopt(handle, CURLOPT_CAINFO, options.ca_file.c_str());
      curl_easy_setopt(handle, CURLOPT_CAPATH, nullptr);
    }
    curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, Milliseconds(options.connect_timeout));
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(handle, CURLOPT_LOW_SPEED_TIME,
                     std::max(1L, Milliseconds(options.stall_timeout) / 1000));
    curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &TakeBody);
    curl_easy_setopt(handle, CURLOPT_HEADERFUNCTION, &TakeHeader);
    return std::unique_ptr<Connection>(new Connection(std::move(easy)));
  }

  absl::StatusOr<HttpAnswer> Send(const HttpClientRequest& request, absl::Duration time_limit) {
    CURL* const handle = easy_.get();
    const HeaderList headers = ListOf(request.headers);
    if (headers == nullptr && !request.headers.empty()) {
      return absl::ResourceExhaustedError("no memory for an HTTP request");
    }
    Receiving receiving = {.easy = handle, .range = request.range, .answer = {}};
    char detail[CURL_ERROR_SIZE] = "";
    const bool is_head = request.method == "HEAD";
    const bool has_body = request.method == "PUT" || request.method == "POST";
    curl_easy_setopt(handle, CURLOPT_HTTPGET, 1L);
    if (has_body) {
      // Memory, not a callback: libcurl sends it anew by itself when a kept connection was dead. A
      // POST only the caller may repeat, so that it never goes over a kept connection.
      curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE,
                       static_cast<curl_off_t>(request.body.size()));
      curl_easy_setopt(handle, CURLOPT_POSTFIELDS, request.body.empty() ? "" : request.body.data());
    }
    curl_easy_setopt(handle, CURLOPT_FRESH_CONNECT, request.method == "POST" ? 1L : 0L);
    curl_easy_setopt(handle, CURLOPT_NOBODY, is_head ? 1L : 0L);
    curl_easy_setopt(handle, CURLOPT_CUSTOMREQUEST, is_head ? nullptr : request.method.c_str());
    curl_easy_setopt(handle, CURLOPT_URL, request.url.c_str());
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers.get());
    curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, Milliseconds(time_limit));
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, detail);
    curl_easy_setopt(handle, CURLOPT_WRITEDATA, &receiving);
    curl_easy_setopt(handle, CURLOPT_HEADERDATA, &receiving);
    const CURLcode code = curl_easy_perform(handle);
    long status = 0;
    curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
    // None of this may be used after the return.
    curl_easy_setopt(handle, CURLOPT_HTTPGET, 1L);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDS, nullptr);
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, nullptr);
    curl_easy_setopt(handle, CURLOPT_ERRORBUFFER, nullptr);
    if (code != CURLE_OK) return StatusOf(code, detail);
    receiving.answer.status = static_cast<int>(status);
    return std::move(receiving.answer);
  }

 private:
  explicit Connection(Easy easy) : easy_(std::move(easy)) {}

  const Easy easy_;
};

struct HttpClient::Idle {
  std::mutex mutex;
  std::vector<std::unique_ptr<Connection>> connections;
};

HttpClient::HttpClient(const HttpOptions& options)
    : options_(options), idle_(std::make_unique<Idle>()) {
  SetUpOnce();
}

HttpClient::~HttpClient() = default;

absl::StatusOr<HttpAnswer> HttpClient::Send(const HttpClientRequest& request,
                                            absl::Duration time_limit) {
  std::unique_ptr<Connection> connection;
  {
    const std::lock_guard<std::mutex> lock(idle_->mutex);
    if (!idle_->connections.empty()) {
      // The last one used: the others may grow old and close.
      connection = std::move(idle_->connections.back());
      idle_->connections.pop_back();
    }
  }
  if (connection == nullptr) connection = Connection::Make(options_);
  if (connection == nullptr) {
    return absl::ResourceExhaustedError("no memory for an HTTP connection");
  }
  absl::StatusOr<HttpAnswer> answer = connection->Send(request, time_limit);
  const std::lock_guard<std::mutex> lock(idle_->mutex);
  if (idle_->connections.size() < options_.max_idle_connections) {
    idle_->connections.push_back(std::move(connection));
  }
  return answer;
}

}  // namespace docshare::platform
