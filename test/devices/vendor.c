/*
 * A vendor's PKCS#11 library as bad as they come, on top of SoftHSM: it counts wrong PINs and locks, and does whatever
 * the word in the file at $VENDOR_MOOD says. Its count lies beside that file, as a key's count lies in the key.
 */
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CK_PTR *
#define CK_DECLARE_FUNCTION(returnType, name) returnType name
#define CK_DECLARE_FUNCTION_POINTER(returnType, name) returnType(*name)
#define CK_CALLBACK_FUNCTION(returnType, name) returnType(*name)
#ifndef NULL_PTR
#define NULL_PTR 0
#endif
#include "pkcs11.h"

#define TRIES 3

static CK_FUNCTION_LIST_PTR soft;
static CK_FUNCTION_LIST own;

static int mood(const char *word) {
  char now[64] = "";
  FILE *file = fopen(getenv("VENDOR_MOOD"), "r");
  if (!file) return 0;
  if (fscanf(file, "%63s", now) != 1) now[0] = 0;
  fclose(file);
  return strcmp(now, word) == 0;
}

static int wrong(int set) {
  char path[4096];
  int count = 0;
  snprintf(path, sizeof path, "%s.wrong", getenv("VENDOR_MOOD"));
  FILE *file = fopen(path, set < 0 ? "r" : "w");
  if (!file) return 0;
  if (set >= 0) fprintf(file, "%d", count = set);
  else if (fscanf(file, "%d", &count) != 1) count = 0;
  fclose(file);
  return count;
}

static CK_RV get_token_info(CK_SLOT_ID slot, CK_TOKEN_INFO_PTR info) {
  if (mood("hang-looking")) sleep(3600);
  if (mood("crash-looking")) abort();
  CK_RV rv = soft->C_GetTokenInfo(slot, info);
  int count = wrong(-1);
  if (rv != CKR_OK) return rv;
  if (count > 0) info->flags |= CKF_USER_PIN_COUNT_LOW;
  if (count == TRIES - 1) info->flags |= CKF_USER_PIN_FINAL_TRY;
  if (count >= TRIES) info->flags |= CKF_USER_PIN_LOCKED;
  return rv;
}

static CK_RV login(CK_SESSION_HANDLE session, CK_USER_TYPE user, CK_UTF8CHAR_PTR pin, CK_ULONG length) {
  if (mood("pin-expired")) return CKR_PIN_EXPIRED;
  if (user != CKU_USER) return soft->C_Login(session, user, pin, length);
  int count = wrong(-1);
  if (count >= TRIES) return CKR_PIN_LOCKED;
  CK_RV rv = soft->C_Login(session, user, pin, length);
  wrong(rv == CKR_OK ? 0 : count + 1);
  return rv == CKR_PIN_INCORRECT && count + 1 >= TRIES ? CKR_PIN_LOCKED : rv;
}

static CK_RV sign(CK_SESSION_HANDLE session, CK_BYTE_PTR data, CK_ULONG length, CK_BYTE_PTR signature,
                  CK_ULONG_PTR signed_length) {
  if (mood("hang-signing")) sleep(3600);
  if (mood("crash-signing")) abort();
  if (mood("removed-signing")) return CKR_DEVICE_REMOVED;
  CK_RV rv = soft->C_Sign(session, data, length, signature, signed_length);
  if (mood("short-signature")) *signed_length = 7;
  if (mood("other-signature")) signature[9] ^= 1;
  return rv;
}

static CK_RV get_attribute_value(CK_SESSION_HANDLE session, CK_OBJECT_HANDLE object, CK_ATTRIBUTE_PTR attributes,
                                 CK_ULONG count) {
  CK_RV rv = soft->C_GetAttributeValue(session, object, attributes, count);
  for (CK_ULONG n = 0; mood("garbage-certificate") && n < count; n++)
    if (attributes[n].type == CKA_VALUE && attributes[n].pValue)
      memset(attributes[n].pValue, 0x5a, attributes[n].ulValueLen);
  return rv;
}

CK_RV C_GetFunctionList(CK_FUNCTION_LIST_PTR_PTR list) {
  void *library = dlopen(getenv("VENDOR_SOFTHSM"), RTLD_NOW | RTLD_LOCAL);
  CK_C_GetFunctionList get = library ? (CK_C_GetFunctionList)dlsym(library, "C_GetFunctionList") : 0;
  if (!get || get(&soft) != CKR_OK) return CKR_GENERAL_ERROR;
  own = *soft;
  own.C_GetFunctionList = C_GetFunctionList;
  own.C_GetTokenInfo = get_token_info;
  own.C_Login = login;
  own.C_Sign = sign;
  own.C_GetAttributeValue = get_attribute_value;
  *list = &own;
  return CKR_OK;
}
