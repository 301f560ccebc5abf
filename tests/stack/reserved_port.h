#pragma once

namespace docshare::tests {

// A free port of 127.0.0.1 that stays this process's own: a server it starts can listen there,
// end and listen there again, while the system gives the port to nobody else. (A port that is
// merely known to be free may be taken by any outgoing connection while its server is down.)
class ReservedPort {
 public:
  // Aborts when there is no port.
  ReservedPort();
  ~ReservedPort();

  ReservedPort(const ReservedPort&) = delete;
  ReservedPort& operator=(const ReservedPort&) = delete;

  int number() const { return number_; }

 private:
  // Bound, never listening. Linux lets another socket listen on the port when both allow its reuse.
  int socket_ = -1;
  int number_ = 0;
};

}  // namespace docshare::tests
