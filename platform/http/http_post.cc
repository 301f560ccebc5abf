#include "platform/http/http_post.h"

#include <curl/curl.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"

namespace docshare::platform {
namespace {

struct EasyDeleter {
  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};
struct ListDeleter {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

absl::Status StatusOf(CURLcode code, CURL* easy) {
  if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CERTPROBLEM ||
      code == CURLE_SSL_CACERT_BADFILE) {
    return absl::FailedPreconditionError(curl_easy_strerror(code));
  }
  if (code != CURLE_OK) return absl::UnavailableError(curl_easy_strerror(code));
  long status = 0;  // NOLINT(google-runtime-int): libcurl's type
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  if (status >= 200 && status < 300) return absl::OkStatus();
  return absl::AbortedError(absl::StrCat("answered with HTTP status ", status));
}

}  // namespace

HttpPost::HttpPost(HttpPostOptions options, std::string url)
    : options_(std::move(options)), url_(std::move(url)) {}

HttpPost::~HttpPost() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    broken_off_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

absl::Status HttpPost::Start(int, const HttpHeaders& headers,
                             absl::optional<uint64_t> content_length) {
  if (thread_.joinable() || over_) return absl::FailedPreconditionError("has been started");
  thread_ = std::thread([this, headers, content_length] { Perform(headers, content_length); });
  return absl::OkStatus();
}

absl::Status HttpPost::Write(absl::string_view bytes) {
  std::unique_lock<std::mutex> lock(mutex_);
  if (!thread_.joinable()) return absl::FailedPreconditionError("has not been started");
  bytes_ = bytes;
  changed_.notify_all();
  changed_.wait(lock, [this] { return bytes_.empty() || over_; });
  if (bytes_.empty()) return absl::OkStatus();
  return outcome_.ok() ? absl::UnavailableError("the other side ended before the body") : outcome_;
}

absl::Status HttpPost::Finish() {
  if (!thread_.joinable()) return absl::FailedPreconditionError("has not been started");
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    no_more_ = true;
  }
  changed_.notify_all();
  thread_.join();
  return outcome_;
}

void HttpPost::Perform(const HttpHeaders& headers, absl::optional<uint64_t> content_length) {
  absl::Status outcome = absl::InternalError("libcurl cannot begin");
  const std::unique_ptr<CURL, EasyDeleter> easy(curl_easy_init());
  if (easy != nullptr) {
    std::unique_ptr<curl_slist, ListDeleter> list;
    const auto add = [&list](const std::string& line) {
      list.reset(curl_slist_append(list.release(), line.c_str()));
    };
    for (const auto& [name, value] : headers) add(absl::StrCat(name, ": ", value));
    // No round trip before the body.
    add("Expect:");
    if (!content_length.has_value()) add("Transfer-Encoding: chunked");
    CURL* const curl = easy.get();
    curl_easy_setopt(curl, CURLOPT_URL, url_.c_str());
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_POST, 1L);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, list.get());
    curl_easy_setopt(
        curl, CURLOPT_POSTFIELDSIZE_LARGE,
        content_length.has_value() ? static_cast<curl_off_t>(*content_length) : curl_off_t{-1});
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, &HttpPost::GiveBytes);
    curl_easy_setopt(curl, CURLOPT_READDATA, this);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &HttpPost::DropBytes);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS,
                     static_cast<long>(absl::ToInt64Milliseconds(options_.connect_timeout)));
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME,
                     static_cast<long>(absl::ToInt64Seconds(options_.stall_timeout)));
    if (!options_.trusted_authorities.empty()) {
      curl_easy_setopt(curl, CURLOPT_CAINFO, options_.trusted_authorities.c_str());
    }
    if (!options_.certificate_chain.empty()) {
      curl_easy_setopt(curl, CURLOPT_SSLCERT, options_.certificate_chain.c_str());
      curl_easy_setopt(curl, CURLOPT_SSLKEY, options_.private_key.c_str());
    }
    const CURLcode code = curl_easy_perform(curl);
    outcome = StatusOf(code, curl);
  }
  const std::lock_guard<std::mutex> lock(mutex_);
  outcome_ = std::move(outcome);
  over_ = true;
  changed_.notify_all();
}

size_t HttpPost::GiveBytes(char* out, size_t size, size_t count, void* post) {
  return static_cast<HttpPost*>(post)->Give(out, size * count);
}

// What the other side says in its body says nothing to us.
size_t HttpPost::DropBytes(char*, size_t size, size_t count, void*) { return size * count; }

size_t HttpPost::Give(char* out, size_t most) {
  std::unique_lock<std::mutex> lock(mutex_);
  changed_.wait(lock, [this] { return !bytes_.empty() || no_more_ || broken_off_; });
  if (broken_off_) return CURL_READFUNC_ABORT;
  const size_t count = std::min(most, bytes_.size());
  if (count > 0) std::memcpy(out, bytes_.data(), count);
  bytes_.remove_prefix(count);
  if (bytes_.empty()) changed_.notify_all();
  return count;
}

}  // namespace docshare::platform
