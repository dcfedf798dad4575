/** The children of an element: text, further children, or many of one kind. All are optional text in our schema. */
export interface Shape {
  readonly [element: string]: 'text' | Shape | readonly [Shape];
}

export interface OperationShape {
  readonly request: Shape;
  readonly response: Shape;
}

/** What each SOAP service takes and gives, besides `auth` and `result`; the order of elements is a sandbox choice. */
export const serviceShapes: Readonly<Record<string, Readonly<Record<string, OperationShape>>>> = {
  ReturnService: {
    ClaimReturnList: {
      request: { searchData: { ...texts('status executer searchInfoType searchQuery'), period: texts('startDate endDate'), ...texts('sender') }, pagingData: texts('currentPage') },
      response: {
        claimReturnList: {
          claimReturn: [
            texts(
              'approvalRemainingTime approvedDate attributesNames bundleName buyerEmail buyerName buyerPhone campaignNumber cancelledDate claimReturnId deliveryFeeType deniedDate executer finalPrice orderNumber paymentDate pendedDate pendingRequestDate productId productName quantity requestDate returnReasonDescription returnReasonType sellerCampaignNumber sellerShipmentCompany sellerTrackingNumber sender shipmentCompany shipmentMethod skuId status trackingNumber unitPrice',
            ),
          ],
        },
        pagingData: texts('currentPage pageSize totalCount pageCount'),
      },
    },
    ClaimReturnApprove: { request: texts('claimReturnId'), response: {} },
    ClaimReturnDeny: { request: texts('claimReturnId denyReasonId denyReasonNote returnShipmentType shipmentCompanyId trackingNumber deliveryReceiptNumber imageFirstUrl imageSecondUrl imageThirdUrl videoUrl'), response: {} },
    ClaimReturnPending: { request: texts('claimReturnId pendingReasonId pendingDayCount pendingReasonNote'), response: {} },
    ClaimReturnDenyReasonTypes: { request: {}, response: { denyReasonTypeDataList: [texts('id value')] } },
    ClaimReturnPendingReasonTypes: { request: {}, response: { pendingReasonTypeDataList: [texts('id value')] } },
  },
  ClaimCancelService: {
    ClaimCancelList: {
      request: {
        searchData: { ...texts('status executer searchInfoType searchQuery'), searchDate: { ...texts('searchDateType'), period: texts('startDate endDate') } },
        pagingData: texts('currentPage'),
      },
      response: {
        claimCancelList: {
          claimCancel: [
            texts(
              'bundleName buyerEmail buyerName buyerPhone cancelReasonDescription cancelReasonType claimCancelId completedDate deliveryFeeType deniedDate denyReasonType executer finalPrice orderNumber paymentDate productId productName quantity requestDate shipmentCompany shipmentMethod skuId status unitPrice',
            ),
          ],
        },
        pagingData: texts('currentPage pageSize totalCount pageCount'),
      },
    },
    ClaimCancelApprove: { request: texts('claimCancelId'), response: {} },
    ClaimCancelDeny: { request: texts('claimCancelId denyReasonId denyReasonNote'), response: {} },
    ClaimCancelPartial: { request: texts('orderItemId cancelQuantity cancelReasonTypeId cancelReasonDescription'), response: {} },
    ClaimCancelDenyReasonType: { request: {}, response: { denyReasonTypeDataList: [texts('id value')] } },
    ClaimCancelPartialReasonType: { request: {}, response: { cancelReasonTypeDataList: [texts('id value')] } },
  },
  ProductService: {
    GetProductQuestionList: {
      request: { productQuestionSearch: texts('productId buyerEmail subject status startDate endDate'), pagingData: texts('currentPage pageSize') },
      response: {
        productQuestions: { productQuestion: [{ ...texts('id productId productTitle questionSubject question answer'), images: texts('image') }] },
        pagingData: texts('currentPage pageSize totalCount pageCount'),
      },
    },
    GetProductQuestionDetail: {
      request: texts('productQuestionId'),
      response: {
        productQuestion: {
          ...texts('productId productTitle questionSubject question answer fullName email productStatus status questionDate answeredDate sellerExpose buyerExpose'),
          images: texts('image'),
        },
      },
    },
    SaveProductAnswer: { request: texts('productQuestionId answer'), response: {} },
  },
  ShipmentCompanyService: {
    GetShipmentCompanies: { request: {}, response: { shipmentCompanies: { shipmentCompany: [texts('id name shortName')] } } },
  },
  SellerInvoiceService: {
    SaveLinkSellerInvoice: { request: texts('url orderNumber invoiceNumber invoiceDateTime'), response: texts('url orderNumber') },
  },
};

function texts(names: string): Record<string, 'text'> {
  return Object.fromEntries(names.split(' ').map((name) => [name, 'text' as const]));
}
