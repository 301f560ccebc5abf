#include "platform/rpc/tls_files.h"

#include <fcntl.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <memory>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace docshare::platform {
namespace {

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
struct FreeCertificate {
  void operator()(X509* certificate) const { X509_free(certificate); }
};
struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using BioPtr = std::unique_ptr<BIO, FreeBio>;
using CertificatePtr = std::unique_ptr<X509, FreeCertificate>;
using KeyPtr = std::unique_ptr<EVP_PKEY, FreeKey>;

constexpr size_t kMaxFileBytes = 4 << 20;

absl::StatusOr<std::string> ReadFile(const std::string& path, absl::string_view role) {
  if (path.empty()) {
    return absl::InvalidArgumentError(
        absl::StrCat("no file is configured for the ", role, "; TLS needs one"));
  }
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const auto failed = [&] {
    return absl::ErrnoToStatus(errno, absl::StrCat("cannot read the ", role, " file ", path));
  };
  if (fd < 0) return failed();
  const auto closer = absl::MakeCleanup([fd] { close(fd); });
  std::string content;
  char buffer[16384];
  for (;;) {
    const ssize_t count = read(fd, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return failed();
    if (count == 0) return content;
    content.append(buffer, static_cast<size_t>(count));
    if (content.size() > kMaxFileBytes) {
      return absl::InvalidArgumentError(
          absl::StrCat("the ", role, " file ", path, " is too large to be one"));
    }
  }
}

absl::StatusOr<std::vector<CertificatePtr>> ParseCertificates(const std::string& pem,
                                                              const std::string& path,
                                                              absl::string_view role) {
  const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  std::vector<CertificatePtr> certificates;
  ERR_clear_error();
  while (X509* certificate = PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)) {
    certificates.emplace_back(certificate);
  }
  const unsigned long error = ERR_peek_last_error();  // NOLINT: OpenSSL's type.
  ERR_clear_error();
  const bool at_end =
      ERR_GET_LIB(error) == ERR_LIB_PEM && ERR_GET_REASON(error) == PEM_R_NO_START_LINE;
  if (!at_end || certificates.empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the ", role, " file ", path,
        at_end ? " holds no certificate in PEM form" : " holds a damaged certificate"));
  }
  return certificates;
}

// Refuses instead of asking on the terminal, and remembers that it was asked.
int RefusePassphrase(char*, int, int, void* asked) {
  *static_cast<bool*>(asked) = true;
  return -1;
}

absl::StatusOr<KeyPtr> ParseKey(const std::string& pem, const std::string& path) {
  const BioPtr bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  bool asked = false;
  KeyPtr key(PEM_read_bio_PrivateKey(bio.get(), nullptr, RefusePassphrase, &asked));
  ERR_clear_error();
  if (key != nullptr) return key;
  return absl::InvalidArgumentError(absl::StrCat(
      "the private key file ", path,
      asked ? " is encrypted; give a key without passphrase, readable by the server's user only"
            : " holds no private key in PEM form"));
}

absl::StatusOr<absl::Time> TimeOf(const ASN1_TIME* time, const std::string& path) {
  std::tm broken_down = {};
  if (ASN1_TIME_to_tm(time, &broken_down) != 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("a certificate in ", path, " has a damaged validity period"));
  }
  return absl::FromTM(broken_down, absl::UTCTimeZone());
}

std::string Text(absl::Time time) {
  return absl::FormatTime("%E4Y-%m-%d %H:%M:%S UTC", time, absl::UTCTimeZone());
}

// Returns when `certificate` expires; an error when it is not valid at `now`.
absl::StatusOr<absl::Time> CheckValidity(const X509& certificate, const std::string& path,
                                         absl::Time now) {
  absl::StatusOr<absl::Time> from = TimeOf(X509_get0_notBefore(&certificate), path);
  if (!from.ok()) return from.status();
  absl::StatusOr<absl::Time> until = TimeOf(X509_get0_notAfter(&certificate), path);
  if (!until.ok()) return until.status();
  if (now > *until) {
    return absl::FailedPreconditionError(absl::StrCat("a certificate in ", path, " expired at ",
                                                      Text(*until), "; install a new one"));
  }
  if (now < *from) {
    return absl::FailedPreconditionError(
        absl::StrCat("a certificate in ", path, " is not valid before ", Text(*from),
                     "; check the clock of this machine (", Text(now), ")"));
  }
  return until;
}

}  // namespace

absl::StatusOr<TlsMaterial> ReadTlsFiles(const TlsFiles& files, absl::Time now) {
  absl::StatusOr<std::string> chain_pem = ReadFile(files.certificate_chain, "certificate chain");
  if (!chain_pem.ok()) return chain_pem.status();
  absl::StatusOr<std::string> key_pem = ReadFile(files.private_key, "private key");
  if (!key_pem.ok()) return key_pem.status();
  absl::StatusOr<std::string> authorities_pem =
      ReadFile(files.trusted_authorities, "trusted authorities");
  if (!authorities_pem.ok()) return authorities_pem.status();

  absl::StatusOr<std::vector<CertificatePtr>> chain =
      ParseCertificates(*chain_pem, files.certificate_chain, "certificate chain");
  if (!chain.ok()) return chain.status();
  absl::StatusOr<KeyPtr> key = ParseKey(*key_pem, files.private_key);
  if (!key.ok()) return key.status();
  absl::StatusOr<std::vector<CertificatePtr>> authorities =
      ParseCertificates(*authorities_pem, files.trusted_authorities, "trusted authorities");
  if (!authorities.ok()) return authorities.status();

  const bool matches = X509_check_private_key(chain->front().get(), key->get()) == 1;
  ERR_clear_error();
  if (!matches) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the private key ", files.private_key, " does not belong to the first certificate in ",
        files.certificate_chain, "; install the two files that were issued together"));
  }

  absl::Time expires = absl::InfiniteFuture();
  for (const CertificatePtr& certificate : *chain) {
    absl::StatusOr<absl::Time> until = CheckValidity(*certificate, files.certificate_chain, now);
    if (!until.ok()) return until.status();
    expires = std::min(expires, *until);
  }
  // An old authority may stay beside its successor.
  absl::Status authority_status;
  for (const CertificatePtr& certificate : *authorities) {
    authority_status = CheckValidity(*certificate, files.trusted_authorities, now).status();
    if (authority_status.ok()) {
      return TlsMaterial{.certificate_chain = *std::move(chain_pem),
                         .private_key = *std::move(key_pem),
                         .trusted_authorities = *std::move(authorities_pem),
                         .expires = expires};
    }
  }
  return authority_status;
}

absl::StatusOr<absl::Time> CheckTlsFiles(const TlsFiles& files, absl::Time now) {
  absl::StatusOr<TlsMaterial> material = ReadTlsFiles(files, now);
  if (!material.ok()) return material.status();
  return material->expires;
}

}  // namespace docshare::platform
