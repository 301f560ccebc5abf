#include "domain/metadata/content_digest.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <google/protobuf/message.h>
#include <openssl/evp.h>

#include <cstdlib>
#include <memory>

#include "absl/strings/ascii.h"
#include "absl/strings/string_view.h"

namespace docshare {
namespace {

using metadata::v1::Association;
using metadata::v1::DocumentEntry;
using metadata::v1::Folder;
using metadata::v1::SubmissionSet;

constexpr absl::string_view kFormName = "docshare submission 1";

// Parts with their kind and length before them: no two lists of parts have the same bytes.
class Sha256OfParts {
 public:
  Sha256OfParts() : context_(EVP_MD_CTX_new(), &EVP_MD_CTX_free) {
    Require(context_ != nullptr && EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1);
  }

  void Add(char kind, absl::string_view bytes) {
    std::string head(1, kind);
    const uint64_t size = bytes.size();
    for (int shift = 56; shift >= 0; shift -= 8) head.push_back(static_cast<char>(size >> shift));
    Update(head);
    Update(bytes);
  }

  std::string Finish() {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    Require(EVP_DigestFinal_ex(context_.get(), digest, &size) == 1);
    return std::string(reinterpret_cast<const char*>(digest), size);
  }

 private:
  // OpenSSL fails here for want of memory only.
  static void Require(bool ok) {
    if (!ok) std::abort();
  }

  void Update(absl::string_view bytes) {
    Require(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1);
  }

  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

std::string Serialize(const google::protobuf::Message& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeWithCachedSizes(&coded);
  coded.Trim();
  return bytes;
}

SubmissionSet WithoutRegistryValues(SubmissionSet set) {
  set.clear_availability_status();
  return set;
}

DocumentEntry WithoutRegistryValues(DocumentEntry entry) {
  entry.clear_availability_status();
  entry.clear_version();
  if (entry.logical_id() == entry.entry_uuid()) entry.clear_logical_id();
  absl::AsciiStrToLower(entry.mutable_hash());
  return entry;
}

Folder WithoutRegistryValues(Folder folder) {
  folder.clear_availability_status();
  folder.clear_version();
  folder.clear_last_update_time();
  if (folder.logical_id() == folder.entry_uuid()) folder.clear_logical_id();
  return folder;
}

Association WithoutRegistryValues(Association association) {
  association.clear_availability_status();
  return association;
}

}  // namespace

std::string ContentDigest(const registry::v1::RegisterDocumentSetRequest& request) {
  Sha256OfParts digest;
  const auto add = [&](char kind, const google::protobuf::Message& message) {
    message.ByteSizeLong();  // Fills the cached sizes.
    digest.Add(kind, Serialize(message));
  };
  digest.Add('F', kFormName);
  if (request.has_submission_set()) add('S', WithoutRegistryValues(request.submission_set()));
  for (const auto& entry : request.document_entries()) add('D', WithoutRegistryValues(entry));
  for (const auto& folder : request.folders()) add('O', WithoutRegistryValues(folder));
  for (const auto& association : request.associations()) {
    add('A', WithoutRegistryValues(association));
  }
  return digest.Finish();
}

}  // namespace docshare
