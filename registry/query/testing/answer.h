#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "docshare/registry/v1/stored_query.pb.h"
#include "domain/errors/xds_error.h"
#include "gtest/gtest.h"
#include "registry/store/registry_store.h"

// What a stored query answers, in forms that tests compare.
namespace docshare::registry {

template <typename Request>
using StoredQuery = absl::StatusOr<std::string> (*)(const Request& request,
                                                    const RegistryStore& store);

// One page.
template <typename Response, typename Request>
Response Ask(StoredQuery<Request> query, const Request& request, const RegistryStore& store) {
  auto bytes = query(request, store);
  EXPECT_TRUE(bytes.ok()) << bytes.status();
  Response response;
  if (bytes.ok()) {
    EXPECT_TRUE(response.ParseFromString(*bytes));
    // Else a field has another number than the query writes.
    EXPECT_TRUE(response.GetReflection()->GetUnknownFields(response).empty());
  }
  return response;
}

// References, then the entryUUIDs of whole objects in the order in which queries list the kinds.
template <typename Response>
std::vector<std::string> IdsOf(const Response& response) {
  std::vector<std::string> ids(response.entry_uuids().begin(), response.entry_uuids().end());
  const auto add = [&](const auto& objects) {
    for (const auto& object : objects) ids.push_back(object.entry_uuid());
  };
  if constexpr (requires { response.submission_sets(); }) add(response.submission_sets());
  if constexpr (requires { response.document_entries(); }) add(response.document_entries());
  if constexpr (requires { response.folders(); }) add(response.folders());
  if constexpr (requires { response.associations(); }) add(response.associations());
  return ids;
}

// The ids of every page.
template <typename Response, typename Request>
std::vector<std::string> AllIds(StoredQuery<Request> query, Request request,
                                const RegistryStore& store) {
  std::vector<std::string> all;
  do {
    const Response page = Ask<Response>(query, request, store);
    const std::vector<std::string> ids = IdsOf(page);
    all.insert(all.end(), ids.begin(), ids.end());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return all;
}

// Expects that references and whole objects name the same objects, that the answer has none twice,
// and that pages of every size up to one more than the answer cover it in the same order.
// Returns the answer.
template <typename Response, typename Request>
std::vector<std::string> ExpectSameOnPages(StoredQuery<Request> query, Request request,
                                           const RegistryStore& store) {
  request.set_return_type(v1::RETURN_TYPE_OBJECT_REF);
  std::vector<std::string> all = AllIds<Response>(query, request, store);
  EXPECT_EQ(std::set<std::string>(all.begin(), all.end()).size(), all.size());
  for (v1::ReturnType type : {v1::RETURN_TYPE_OBJECT_REF, v1::RETURN_TYPE_LEAF_CLASS}) {
    request.set_return_type(type);
    for (size_t size = 1; size <= all.size() + 1; ++size) {
      request.set_page_size(static_cast<uint32_t>(size));
      request.clear_page_token();
      std::vector<std::string> found;
      size_t pages = 0;
      do {
        const Response page = Ask<Response>(query, request, store);
        const std::vector<std::string> ids = IdsOf(page);
        EXPECT_LE(ids.size(), size);
        found.insert(found.end(), ids.begin(), ids.end());
        request.set_page_token(page.next_page_token());
      } while (!request.page_token().empty() && ++pages <= all.size());
      EXPECT_EQ(found, all) << "page_size " << size << ", return_type " << type;
      EXPECT_EQ(pages, all.empty() ? 0 : (all.size() - 1) / size);
    }
  }
  return all;
}

// "code location" of every error, one a line; the status must have this code.
template <typename Request>
std::string RefusalOf(StoredQuery<Request> query, const Request& request,
                      const RegistryStore& store,
                      absl::StatusCode code = absl::StatusCode::kInvalidArgument) {
  auto bytes = query(request, store);
  EXPECT_EQ(bytes.status().code(), code) << bytes.status();
  const auto errors = RegistryErrorsOf(bytes.status());
  if (!errors.has_value()) return "";
  std::vector<std::string> lines;
  for (const auto& error : errors->errors()) {
    lines.push_back(absl::StrCat(error.error_code(), " ", error.location()));
  }
  return absl::StrJoin(lines, "\n");
}

}  // namespace docshare::registry
