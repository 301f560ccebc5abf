#include "platform/http/server_tls.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "platform/rpc/system_name.h"

namespace docshare::platform {
namespace {

// Ephemeral keys and authenticated encryption, the ones that TLS 1.3 has kept.
constexpr char kTls12Ciphers[] = "ECDHE+AESGCM:ECDHE+CHACHA20";

struct FreeCertificate {
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(GENERAL_NAMES* names) const { GENERAL_NAMES_free(names); }
};
template <typename T>
using Owned = std::unique_ptr<T, FreeCertificate>;

absl::Status Refused(const std::string& file) {
  const char* reason = ERR_reason_error_string(ERR_peek_last_error());
  ERR_clear_error();
  return absl::InvalidArgumentError(
      absl::StrCat("TLS cannot use ", file, ": ", reason == nullptr ? "no reason given" : reason));
}

Owned<BIO> Reader(const std::string& pem) {
  return Owned<BIO>(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

std::vector<Owned<X509>> CertificatesOf(const std::string& pem) {
  std::vector<Owned<X509>> certificates;
  const Owned<BIO> reader = Reader(pem);
  while (X509* certificate = PEM_read_bio_X509(reader.get(), nullptr, nullptr, nullptr)) {
    certificates.emplace_back(certificate);
  }
  ERR_clear_error();  // The end is an error to OpenSSL.
  return certificates;
}

bool UseChain(SSL_CTX* context, const std::string& pem) {
  const std::vector<Owned<X509>> chain = CertificatesOf(pem);
  if (chain.empty() || SSL_CTX_use_certificate(context, chain.front().get()) != 1) return false;
  for (size_t i = 1; i < chain.size(); ++i) {
    if (SSL_CTX_add1_chain_cert(context, chain[i].get()) != 1) return false;
  }
  return true;
}

bool UseKey(SSL_CTX* context, const std::string& pem) {
  const Owned<EVP_PKEY> key(PEM_read_bio_PrivateKey(Reader(pem).get(), nullptr, nullptr, nullptr));
  return key != nullptr && SSL_CTX_use_PrivateKey(context, key.get()) == 1 &&
         SSL_CTX_check_private_key(context) == 1;
}

bool Trust(SSL_CTX* context, const std::string& pem) {
  X509_STORE* const store = SSL_CTX_get_cert_store(context);
  for (const Owned<X509>& authority : CertificatesOf(pem)) {
    // Clients that have several certificates choose by these names.
    if (X509_STORE_add_cert(store, authority.get()) != 1 ||
        SSL_CTX_add_client_CA(context, authority.get()) != 1) {
      return false;
    }
  }
  return true;
}

int ChooseHttp11(SSL*, const unsigned char** chosen, unsigned char* chosen_length,
                 const unsigned char* offered, unsigned int offered_length, void*) {
  static constexpr unsigned char kHttp11[] = "\x08http/1.1";
  unsigned char* found = nullptr;
  if (SSL_select_next_proto(&found, chosen_length, kHttp11, sizeof kHttp11 - 1, offered,
                            offered_length) != OPENSSL_NPN_NEGOTIATED) {
    return SSL_TLSEXT_ERR_NOACK;
  }
  *chosen = found;
  return SSL_TLSEXT_ERR_OK;
}

std::string TextOf(const ASN1_STRING* text) {
  return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(text)),
          static_cast<size_t>(ASN1_STRING_length(text))};
}

std::vector<std::string> UrisOf(const X509& certificate) {
  std::vector<std::string> uris;
  const Owned<GENERAL_NAMES> names(static_cast<GENERAL_NAMES*>(
      X509_get_ext_d2i(&certificate, NID_subject_alt_name, nullptr, nullptr)));
  ERR_clear_error();
  if (names == nullptr) return uris;
  for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
    const GENERAL_NAME* name = sk_GENERAL_NAME_value(names.get(), i);
    if (name->type == GEN_URI) uris.push_back(TextOf(name->d.uniformResourceIdentifier));
  }
  return uris;
}

std::vector<std::string> CommonNamesOf(const X509& certificate) {
  const X509_NAME* subject = X509_get_subject_name(&certificate);
  // The first one, as gRPC has it.
  const int index = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
  if (index < 0) return {};
  unsigned char* utf8 = nullptr;
  const int size =
      ASN1_STRING_to_UTF8(&utf8, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, index)));
  if (size < 0) {
    ERR_clear_error();
    return {};
  }
  std::vector<std::string> names = {
      std::string(reinterpret_cast<const char*>(utf8), static_cast<size_t>(size))};
  OPENSSL_free(utf8);
  return names;
}

}  // namespace

absl::StatusOr<ServerTls::ContextPtr> ServerTls::MakeContext(const TlsMaterial& material,
                                                             const TlsFiles& files) {
  ContextPtr context(SSL_CTX_new(TLS_server_method()));
  if (context == nullptr) return absl::ResourceExhaustedError("no memory for TLS");
  SSL_CTX* const tls = context.get();
  ERR_clear_error();
  if (!UseChain(tls, material.certificate_chain)) return Refused(files.certificate_chain);
  if (!UseKey(tls, material.private_key)) return Refused(files.private_key);
  if (!Trust(tls, material.trusted_authorities)) return Refused(files.trusted_authorities);
  SSL_CTX_set_verify(tls, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  SSL_CTX_set_options(tls, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET |
                               SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_session_cache_mode(tls, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_mode(tls, SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER |
                            SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_select_cb(tls, ChooseHttp11, nullptr);
  if (SSL_CTX_set_min_proto_version(tls, TLS1_2_VERSION) != 1 ||
      SSL_CTX_set_cipher_list(tls, kTls12Ciphers) != 1 || SSL_CTX_set_num_tickets(tls, 0) != 1) {
    return Refused("its own settings");
  }
  return context;
}

absl::StatusOr<std::unique_ptr<ServerTls>> ServerTls::Make(const TlsFiles& files, absl::Time now) {
  auto tls = std::unique_ptr<ServerTls>(new ServerTls(files));
  const absl::StatusOr<bool> read = tls->Refresh(now);
  if (!read.ok()) return read.status();
  return tls;
}

absl::StatusOr<bool> ServerTls::Refresh(absl::Time now) {
  absl::StatusOr<TlsMaterial> material = ReadTlsFiles(files_, now);
  if (!material.ok()) return material.status();
  if (*material == material_) return false;
  absl::StatusOr<ContextPtr> context = MakeContext(*material, files_);
  if (!context.ok()) return context.status();
  context_ = *std::move(context);
  material_ = *std::move(material);
  return true;
}

SslPtr ServerTls::NewConnection() const {
  SslPtr ssl(SSL_new(context_.get()));
  if (ssl != nullptr) SSL_set_accept_state(ssl.get());
  return ssl;
}

absl::StatusOr<std::string> SystemNameOf(const SSL& ssl) {
  const X509* certificate = SSL_get0_peer_certificate(&ssl);
  if (certificate == nullptr) return SystemNameOf(std::vector<std::string>(), {});
  return SystemNameOf(UrisOf(*certificate), CommonNamesOf(*certificate));
}

}  // namespace docshare::platform
