// Finds the documents of one patient and fetches the newest to a file:
//
//   example_find_and_fetch REGISTRY REPOSITORY REPOSITORY_OID TLS_FOLDER SYSTEM PATIENT FILE
//
// REGISTRY and REPOSITORY are host:port; SYSTEM is the name of the files in TLS_FOLDER, made by
// tools/dev-certs; PATIENT is a CX, id^^^&authority&ISO.

#include <cstdio>
#include <memory>
#include <string>

#include "consumer/client/document_consumer.h"
#include "domain/ids/patient_id.h"

namespace {

using docshare::consumer::ConsumerOptions;
using docshare::consumer::DocumentConsumer;
using docshare::consumer::RetrievedDocument;
using docshare::platform::ChannelOptions;
using docshare::platform::TlsFiles;
using docshare::registry::v1::FindDocumentsRequest;
using docshare::registry::v1::FindDocumentsResponse;

ChannelOptions Channel(const std::string& address, const std::string& tls_folder,
                       const std::string& system) {
  ChannelOptions channel;
  channel.address = address;
  channel.security.tls = TlsFiles{tls_folder + "/" + system + ".crt",
                                  tls_folder + "/" + system + ".key", tls_folder + "/ca.crt"};
  return channel;
}

absl::Status FindAndFetch(DocumentConsumer& consumer, const std::string& patient_cx,
                          const std::string& path) {
  absl::StatusOr<docshare::PatientId> patient = docshare::PatientId::FromCx(patient_cx);
  if (!patient.ok()) return patient.status();

  FindDocumentsRequest request;
  *request.mutable_patient_id() = patient->ToProto();
  request.add_statuses(docshare::metadata::v1::AVAILABILITY_STATUS_APPROVED);
  request.set_return_type(docshare::registry::v1::RETURN_TYPE_LEAF_CLASS);
  request.set_page_size(1);
  absl::StatusOr<FindDocumentsResponse> page = consumer.FindDocuments(request);
  if (!page.ok()) return page.status();
  if (page->document_entries().empty()) return absl::NotFoundError("the patient has no documents");

  absl::StatusOr<RetrievedDocument> document =
      consumer.RetrieveToFile(page->document_entries(0), path);
  if (!document.ok()) return document.status();
  std::printf("%s: %s, %llu bytes, SHA-1 %s\n", path.c_str(), document->mime_type.c_str(),
              static_cast<unsigned long long>(document->content.size_bytes),
              document->content.sha1.c_str());
  return absl::OkStatus();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 8) {
    std::fputs(
        "usage: example_find_and_fetch REGISTRY REPOSITORY REPOSITORY_OID TLS_FOLDER SYSTEM "
        "PATIENT FILE\n",
        stderr);
    return 2;
  }
  ConsumerOptions options;
  options.registry = Channel(argv[1], argv[4], argv[5]);
  options.repositories = {{argv[3], Channel(argv[2], argv[4], argv[5])}};
  absl::StatusOr<std::unique_ptr<DocumentConsumer>> consumer = DocumentConsumer::Create(options);
  absl::Status status =
      consumer.ok() ? FindAndFetch(**consumer, argv[6], argv[7]) : consumer.status();
  if (!status.ok()) std::fprintf(stderr, "%s\n", status.ToString().c_str());
  return status.ok() ? 0 : 1;
}
