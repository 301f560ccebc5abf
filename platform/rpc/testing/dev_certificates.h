#pragma once

#include <string>
#include <vector>

#include "platform/rpc/credentials.h"

namespace docshare::platform {

// A development CA and certificates for one test, made by tools/dev-certs in a fresh folder below
// the test's temporary folder. Aborts when they cannot be made. The target that uses it gets the
// tool as data of this library.
class DevCertificates {
 public:
  // Arguments of tools/dev-certs after the folder; none makes the default set: servers `registry`,
  // `hospital-repository`, `municipal-repository`; clients `hospital`, `municipality`, `admin`.
  explicit DevCertificates(const std::vector<std::string>& arguments = {});

  // Runs the tool again on the same folder, for example {"--renew", "--client", "hospital"}.
  void Run(const std::vector<std::string>& arguments);

  const std::string& dir() const { return dir_; }

  // Files of the system `name`, trusting this CA.
  TlsFiles FilesOf(const std::string& name) const;

  // The same, as mutual TLS with the shortest refresh.
  TransportSecurity SecurityOf(const std::string& name) const;

 private:
  std::string dir_;
};

}  // namespace docshare::platform
