#pragma once

#include <concepts>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <initializer_list>
#include <mutex>
#include <string>
#include <variant>

#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace docshare::platform {

// Value of a log field: a number, a boolean or a short text. Refers to the text it was made from,
// which has to live until the log call returns.
class LogValue {
 public:
  template <std::integral T>
  LogValue(T value) {  // NOLINT: implicit, so that fields read {"entries", 3}.
    if constexpr (std::same_as<T, bool>) {
      value_ = value;
    } else if constexpr (std::unsigned_integral<T>) {
      value_ = static_cast<uint64_t>(value);
    } else {
      value_ = static_cast<int64_t>(value);
    }
  }
  LogValue(double value) : value_(value) {}                                 // NOLINT
  LogValue(absl::string_view value) : value_(value) {}                      // NOLINT
  LogValue(const char* value) : value_(absl::string_view(value)) {}         // NOLINT
  LogValue(const std::string& value) : value_(absl::string_view(value)) {}  // NOLINT

  // Appends the value as JSON. Texts lose what exceeds 512 bytes and get "..." instead; a number
  // that JSON cannot express is null.
  void AppendTo(std::string& json) const;

 private:
  std::variant<bool, int64_t, uint64_t, double, absl::string_view> value_;
};

// A named value. Names are fixed snake_case words; ts, severity, component and event are taken.
struct LogField {
  absl::string_view name;
  LogValue value;
};

// The ordinary log of a process: what an operator needs to know, one JSON object a line.
//
//   {"ts":"2026-01-31T09:30:00.125Z","severity":"INFO","component":"registry",
//    "event":"submission_committed","position":17,"entries":3}          (on one line)
//
// ts is UTC with milliseconds; severity is INFO, WARNING or ERROR. `event` is a fixed snake_case
// word that monitoring may rely on, never a sentence.
//
// Never holds a patient identifier, a person's name, or anything out of a document, its metadata
// or a query. Messages of refusals quote all of these, so log a status by its code only. What a
// caller or a person has to be told goes to the reply and to the audit log.
//
// Thread-safe. Lines of several threads never mix. Calls wait for the sink.
class OperationalLog {
 public:
  // Receives one whole line, newline included. Called by one thread at a time.
  using Sink = std::function<void(absl::string_view line)>;

  // Writes to `file` and flushes after every line. `file` has to outlive the sink.
  static Sink ToFile(std::FILE* file);

  explicit OperationalLog(std::string component, Sink sink = ToFile(stderr),
                          std::function<absl::Time()> now = absl::Now);

  OperationalLog(const OperationalLog&) = delete;
  OperationalLog& operator=(const OperationalLog&) = delete;

  void Info(absl::string_view event, std::initializer_list<LogField> fields = {});

  // Something an operator should look at; the process goes on.
  void Warning(absl::string_view event, std::initializer_list<LogField> fields = {});

  // Something was refused or lost because of this process or its surroundings.
  void Error(absl::string_view event, std::initializer_list<LogField> fields = {});

 private:
  void Write(absl::string_view severity, absl::string_view event,
             std::initializer_list<LogField> fields);

  const std::string component_;
  const Sink sink_;
  const std::function<absl::Time()> now_;
  std::mutex mutex_;
  std::string line_;  // Guarded by mutex_; kept, so that a line costs no allocation.
};

}  // namespace docshare::platform
