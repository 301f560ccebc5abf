#include "platform/operations/operational_log.h"

#include <cmath>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "platform/operations/valid_utf8.h"

namespace docshare::platform {
namespace {

constexpr size_t kMaxTextBytes = 512;
constexpr size_t kLongestCharacter = 4;

void AppendEscaped(absl::string_view valid_utf8, std::string& json) {
  for (const char c : valid_utf8) {
    switch (c) {
      case '"':
        json += "\\\"";
        break;
      case '\\':
        json += "\\\\";
        break;
      case '\n':
        json += "\\n";
        break;
      case '\t':
        json += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
          absl::StrAppendFormat(&json, "\\u%04x", static_cast<int>(c));
        } else {
          json += c;
        }
    }
  }
}

void AppendText(absl::string_view text, std::string& json) {
  // Cut before the check, so that a huge text costs no more than a long one.
  const std::string valid = ToValidUtf8(text.substr(0, kMaxTextBytes + kLongestCharacter));
  json += '"';
  AppendEscaped(Utf8Prefix(valid, kMaxTextBytes), json);
  if (text.size() > kMaxTextBytes) json += "...";
  json += '"';
}

struct JsonAppender {
  std::string& json;

  void operator()(bool value) const { json += value ? "true" : "false"; }
  void operator()(int64_t value) const { absl::StrAppend(&json, value); }
  void operator()(uint64_t value) const { absl::StrAppend(&json, value); }
  void operator()(double value) const {
    if (std::isfinite(value)) {
      absl::StrAppendFormat(&json, "%.9g", value);
    } else {
      json += "null";
    }
  }
  void operator()(absl::string_view value) const { AppendText(value, json); }
};

}  // namespace

void LogValue::AppendTo(std::string& json) const { std::visit(JsonAppender{json}, value_); }

OperationalLog::Sink OperationalLog::ToFile(std::FILE* file) {
  return [file](absl::string_view line) {
    // Nowhere to report a log that cannot be written; the process must not stop for it.
    (void)std::fwrite(line.data(), 1, line.size(), file);
    (void)std::fflush(file);
  };
}

OperationalLog::OperationalLog(std::string component, Sink sink, std::function<absl::Time()> now)
    : component_(std::move(component)), sink_(std::move(sink)), now_(std::move(now)) {}

void OperationalLog::Info(absl::string_view event, std::initializer_list<LogField> fields) {
  Write("INFO", event, fields);
}

void OperationalLog::Warning(absl::string_view event, std::initializer_list<LogField> fields) {
  Write("WARNING", event, fields);
}

void OperationalLog::Error(absl::string_view event, std::initializer_list<LogField> fields) {
  Write("ERROR", event, fields);
}

void OperationalLog::Write(absl::string_view severity, absl::string_view event,
                           std::initializer_list<LogField> fields) {
  const std::lock_guard<std::mutex> lock(mutex_);
  line_.clear();
  // Formatted under the lock, so that times never go back from line to line.
  absl::StrAppend(&line_, "{\"ts\":\"",
                  absl::FormatTime("%E4Y-%m-%dT%H:%M:%E3SZ", now_(), absl::UTCTimeZone()),
                  "\",\"severity\":\"", severity, "\",\"component\":");
  AppendText(component_, line_);
  line_ += ",\"event\":";
  AppendText(event, line_);
  for (const LogField& field : fields) {
    line_ += ',';
    AppendText(field.name, line_);
    line_ += ':';
    field.value.AppendTo(line_);
  }
  line_ += "}\n";
  sink_(line_);
}

}  // namespace docshare::platform
